# cmake --install: the programs with everything that core/app/settings.cpp looks for beside an installed program.
install(TARGETS portald portalctl portal-plugin-host RUNTIME DESTINATION bin)
# Which folders are plugins is known when all are built: those with VERSION/manifest.json. Beside them, and in them, stand CMake's own.
install(CODE "set(plugins \"${CMAKE_BINARY_DIR}/plugins\")")
install(CODE [[
    file(GLOB manifests RELATIVE ${plugins} ${plugins}/*/*/manifest.json)
    foreach(manifest IN LISTS manifests)
        cmake_path(GET manifest PARENT_PATH version)
        file(INSTALL ${plugins}/${manifest} ${plugins}/${version}/plugin.so
            DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/portal/plugins/${version})
    endforeach()
]])
foreach(folder tenants themes)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION share/portal PATTERN CMakeLists.txt EXCLUDE PATTERN "*.cmake" EXCLUDE PATTERN "package*.json" EXCLUDE PATTERN .npmrc EXCLUDE
        PATTERN toplarna EXCLUDE PATTERN elektro EXCLUDE PATTERN cistoca EXCLUDE) # the made-up utilities of the demo
endforeach()
foreach(folder locale assets)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/${folder} DESTINATION share/portal)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/config ${PROJECT_SOURCE_DIR}/docs DESTINATION share/portal)
