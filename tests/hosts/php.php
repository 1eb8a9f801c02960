<?php
// PHP's SQLite3, which loads from the folder sqlite3.extension_dir only.
// usage: php -d sqlite3.extension_dir=FOLDER php.php EXTENSION SQL
[, $extension, $file] = $argv;
$db = new SQLite3(':memory:');
$db->enableExceptions(true);
$db->loadExtension(basename($extension));
$text = preg_replace('/^--.*\n/m', '', file_get_contents($file));
$n = 0;
foreach (array_slice(explode(";\n", $text), 0, -1) as $sql) {
    printf("%d:\n", ++$n);
    try {
        $result = $db->query($sql);
        while ($result->numColumns() && $row = $result->fetchArray(SQLITE3_NUM)) {
            echo implode('|', array_map(fn($cell) => $cell ?? 'NULL', $row)), "\n";
        }
    } catch (Exception $error) {
        echo '! ', $db->lastErrorMsg(), "\n";
    }
}
