# Turns a word list (# starts a comment line) into a sorted-as-written C++ array of string literals.
BEGIN {
    print "// Made from common_passwords.txt by embed_words.awk."
    print "#pragma once\n\n#include <string_view>\n\nnamespace portal::crypto {\n\ninline constexpr std::string_view common_passwords[] = {"
}
/^#/ || /^[[:space:]]*$/ { next }
{
    gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
    printf "    \"%s\",\n", $0
}
END { print "};\n\n}" }
