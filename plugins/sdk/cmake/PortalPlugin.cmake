# portal_add_plugin(NAME id VERSION x.y.z SOURCES files... [LIBRARIES names...] [SETTINGS file] [DELIVERY path EXPECT file]
#                   [FOLDER folder] [MANIFEST file] [NO_CHECK])
# Builds a plugin with the flags that keep two plugins apart and lays it out as <build>/plugins/<id>/<version>/{manifest.json,plugin.so}.
# NAME and VERSION must be what the plugin says about itself (PORTAL_PLUGIN); otherwise the build fails and says so. The target is plugin-<id>-<version>. LIBRARIES: what it
# links, for example expat for portal/xml.hpp; the portal's machine needs them too. FOLDER: another place than <build>/plugins. MANIFEST: a
# file to take instead of asking the built library. The ctest test check-<id> runs portal-plugin-check on the plugin, with the plugin's
# SETTINGS, a sample DELIVERY (a file or folder) and the rows to EXPECT of it; NO_CHECK leaves it out. PORTAL_PLUGIN_CHECK_OPTIONS:
# further options for every portal-plugin-check, such as --allow-without-landlock in a container that has none.

function(portal_add_plugin)
    cmake_parse_arguments(PARSE_ARGV 0 arg "NO_CHECK" "NAME;VERSION;FOLDER;MANIFEST;SETTINGS;DELIVERY;EXPECT" "SOURCES;LIBRARIES")
    foreach(needed NAME VERSION SOURCES)
        if(NOT arg_${needed})
            message(FATAL_ERROR "portal_add_plugin: ${needed} is missing")
        endif()
    endforeach()
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "portal_add_plugin: what is \"${arg_UNPARSED_ARGUMENTS}\"?")
    endif()
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
    # libc++ goes inside: beside the portal's own libstdc++ both would offer the functions for exceptions under the same names.
    if(CMAKE_CXX_FLAGS MATCHES "-stdlib=libc\\+\\+")
        target_link_options(${target} PRIVATE -static-libstdc++)
    endif()
    target_link_libraries(${target} PRIVATE portal_sdk ${arg_LIBRARIES})
    get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
    if(CXX IN_LIST languages) # a plugin in C needs no C++ compiler
        target_compile_features(${target} PRIVATE cxx_std_20)
    endif()
    if(arg_MANIFEST)
        add_custom_command(TARGET ${target} POST_BUILD COMMAND ${CMAKE_COMMAND} -E copy ${arg_MANIFEST} ${folder}/manifest.json)
    else()
        add_custom_command(TARGET ${target} POST_BUILD
            COMMAND portal-plugin-manifest $<TARGET_FILE:${target}> ${arg_NAME} ${arg_VERSION} > ${folder}/manifest.json VERBATIM)
        add_dependencies(${target} portal-plugin-manifest)
    endif()
    if(TARGET portal-plugin-check AND NOT arg_NO_CHECK)
        set(arguments $<TARGET_FILE:${target}> ${PORTAL_PLUGIN_CHECK_OPTIONS})
        foreach(part "DELIVERY;" "EXPECT;--expect" "SETTINGS;--settings")
            list(GET part 0 name)
            list(GET part 1 option)
            if(arg_${name})
                get_filename_component(path ${arg_${name}} ABSOLUTE)
                list(APPEND arguments ${option} ${path})
            endif()
        endforeach()
        add_test(NAME check-${arg_NAME} COMMAND portal-plugin-check ${arguments})
        set_tests_properties(check-${arg_NAME} PROPERTIES LABELS fast TIMEOUT 600)
    endif()
endfunction()
