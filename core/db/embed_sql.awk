# Turns a queries.sql into a header: every "-- name: find_invoice" becomes the constant portal::<space>::sql::find_invoice,
# and sql::all lists them for the tests. Other lines that begin with -- are comments and stay behind.
# Usage: awk -v space=meters -f embed_sql.awk queries.sql
function finish()
{
    if (name == "")
        return
    gsub(/[ \n]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    sub(/;$/, "", text)
    printf "inline constexpr db::Sql %s { \"%s.%s\",\n    R\"sql(%s)sql\" };\n", name, space, name, text
    names = names (names == "" ? "" : ", ") "&" name
    count++
}
BEGIN {
    print "// Generated from queries.sql."
    print "#pragma once\n\n#include \"db/sql.h\"\n\n#include <array>\n"
    printf "namespace portal::%s::sql {\n\n", space
}
/^-- name: / { finish(); name = $3; text = ""; next }
/^ *--/ { next }
{ text = text " " $0 }
END {
    finish()
    printf "\ninline constexpr std::array<db::Sql const*, %d> all { %s };\n\n}\n", count, names
}
