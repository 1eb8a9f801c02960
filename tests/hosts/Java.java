import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** JDBC (xerial). usage: java -cp sqlite-jdbc.jar Java.java EXTENSION SQL */
class Java {
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    Properties properties = new Properties();
    properties.setProperty("enable_load_extension", "true");
    String text = Files.readString(Path.of(args[1])).replaceAll("(?m)^--.*\n", "");
    int n = 0;
    try (Connection db = new org.sqlite.JDBC().connect("jdbc:sqlite::memory:", properties);
         Statement statement = db.createStatement()) {
      statement.execute("SELECT load_extension('" + args[0] + "')");
      for (String sql : text.split(";\n")) {
        if (sql.isBlank()) continue;
        out.println(++n + ":");
        try {
          if (!statement.execute(sql)) continue;
          ResultSet rows = statement.getResultSet();
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
              String cell = rows.getString(i);
              line.append(i > 1 ? "|" : "").append(cell == null ? "NULL" : cell);
            }
            out.println(line);
          }
        } catch (SQLException error) {
          // [SQLITE_ERROR] SQL error or missing database (text)
          out.println("! " + error.getMessage().replaceFirst("(?s)^\\[SQLITE_\\w+\\][^(]*\\((.*)\\)$", "$1"));
        }
      }
    }
  }
}
