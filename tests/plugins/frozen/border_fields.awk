# Reads portal_plugin.h and prints STRUCT(name) for each of its structs and FIELD(name, field) for each field.
{
    sub(/\/\*.*\*\//, "") # comments behind code; the header has none in the middle of a line
    text = text " " $0
}
END {
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", text)
    while (match(text, /typedef struct[a-z_ ]*\{[^}]*\} *[a-z_]+;/)) {
        struct_text = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        name = struct_text
        sub(/.*\} */, "", name)
        sub(/;/, "", name)
        sub(/^[^{]*\{/, "", struct_text)
        sub(/\}.*/, "", struct_text)
        print "STRUCT(" name ")"
        count = split(struct_text, fields, ";")
        for (i = 1; i <= count; ++i) {
            if (match(fields[i], /\(\*[a-z_]+\)/)) {
                print "FIELD(" name ", " substr(fields[i], RSTART + 2, RLENGTH - 3) ")"
                continue
            }
            declared = split(fields[i], names, ",")
            for (j = 1; j <= declared; ++j) {
                gsub(/\[[0-9]+\]/, "", names[j])
                if (match(names[j], /[a-z_0-9]+ *$/)) {
                    field = substr(names[j], RSTART, RLENGTH)
                    gsub(/ /, "", field)
                    print "FIELD(" name ", " field ")"
                }
            }
        }
    }
}
