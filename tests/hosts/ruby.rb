# Ruby's sqlite3. usage: ruby ruby.rb EXTENSION SQL
require "sqlite3"

extension, file = ARGV
$stdout.set_encoding("UTF-8")
db = SQLite3::Database.new(":memory:")
db.enable_load_extension(1)
db.load_extension(extension)
text = File.read(file, encoding: "UTF-8").gsub(/^--.*\n/, "")
text.split(";\n").reject { |sql| sql.strip.empty? }.each.with_index(1) do |sql, n|
  puts "#{n}:"
  begin
    db.execute(sql) { |row| puts row.map { |cell| cell.nil? ? "NULL" : cell }.join("|") }
  rescue SQLite3::Exception => error
    puts "! #{error.message}"
  end
end
