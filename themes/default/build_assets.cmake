# Makes <target>/portal.css of normalize, base and components, and puts what it refers to beside it. Every url() gets
# ?v=<hash of the file>, so browsers keep a file until it changes.
cmake_minimum_required(VERSION 3.25)
file(MAKE_DIRECTORY ${target})

file(GLOB plain ${source}/*.svg ${source}/*.js)
file(COPY ${plain} DESTINATION ${target})
set(font ${packages}/node_modules/@fontsource-variable/figtree/files)
foreach(subset latin latin-ext)
    configure_file(${font}/figtree-${subset}-wght-normal.woff2 ${target}/figtree-${subset}.woff2 COPYONLY)
endforeach()

set(css "")
foreach(sheet ${packages}/node_modules/modern-normalize/modern-normalize.css ${source}/base.css ${source}/components.css)
    file(READ ${sheet} text)
    string(APPEND css "${text}")
endforeach()
file(GLOB referred RELATIVE ${target} ${target}/*.woff2 ${target}/*.svg)
foreach(name ${referred})
    file(MD5 ${target}/${name} hash)
    string(SUBSTRING ${hash} 0 8 hash)
    string(REPLACE "url(${name})" "url(${name}?v=${hash})" css "${css}")
endforeach()
file(WRITE ${target}/portal.css "${css}")
