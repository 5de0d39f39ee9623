# portal_add_plugin(NAME id VERSION x.y.z SOURCES files... [LIBRARIES names...] [FOLDER folder] [MANIFEST file])
# Builds a plugin with the flags that keep two plugins apart and lays it out as <build>/plugins/<id>/<version>/{manifest.json,plugin.so}.
# NAME and VERSION must be what the plugin says about itself (PORTAL_PLUGIN). LIBRARIES: what it links, for example expat for
# portal/xml.hpp; the portal's machine needs them too. FOLDER: another place than <build>/plugins. MANIFEST: a
# file to take instead of asking the built library.

function(portal_add_plugin)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;VERSION;FOLDER;MANIFEST" "SOURCES;LIBRARIES")
    if(NOT arg_FOLDER)
        set(arg_FOLDER ${CMAKE_BINARY_DIR}/plugins)
    endif()
    set(symbols ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/portal_plugin.map)
    set(target plugin-${arg_NAME}-${arg_VERSION})
    set(folder ${arg_FOLDER}/${arg_NAME}/${arg_VERSION})
    add_library(${target} MODULE ${arg_SOURCES})
    # Hidden visibility and no unique symbols: what is inline in two plugins must stay two things (g++ marks them STB_GNU_UNIQUE).
    set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME plugin LIBRARY_OUTPUT_DIRECTORY ${folder}
        CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON LINK_DEPENDS ${symbols})
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
    target_link_options(${target} PRIVATE -Wl,--version-script=${symbols} -Wl,--exclude-libs,ALL)
    if(NOT PORTAL_SANITIZE) # whose run-time is the program's
        target_link_options(${target} PRIVATE -Wl,-z,defs)
    endif()
    target_link_libraries(${target} PRIVATE portal_sdk ${arg_LIBRARIES})
    if(arg_MANIFEST)
        add_custom_command(TARGET ${target} POST_BUILD COMMAND ${CMAKE_COMMAND} -E copy ${arg_MANIFEST} ${folder}/manifest.json)
    else()
        add_custom_command(TARGET ${target} POST_BUILD
            COMMAND portal-plugin-manifest $<TARGET_FILE:${target}> > ${folder}/manifest.json VERBATIM)
        add_dependencies(${target} portal-plugin-manifest)
    endif()
endfunction()
