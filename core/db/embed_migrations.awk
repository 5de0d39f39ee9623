# Turns migrations/NNNN_name.sql into a C++ table, in the order given.
FNR == 1 {
    if (NR > 1)
        print ")sql\" },"
    else
        print "// Generated from migrations/*.sql.\n#include \"db/migrate.h\"\n\nnamespace portal::db {\n\nstd::vector<Migration> const& migrations()\n{\n    static std::vector<Migration> const s_all {"
    file = FILENAME
    sub(/^.*\//, "", file)
    sub(/\.sql$/, "", file)
    printf "        { %d, \"%s\", R\"sql(", substr(file, 1, 4) + 0, file
}
{ print }
END { print ")sql\" },\n    };\n    return s_all;\n}\n\n}" }
