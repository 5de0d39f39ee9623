# cmake --install: the programs with everything that core/app/settings.cpp looks for beside an installed program.
install(TARGETS portald portalctl portal-plugin-host RUNTIME DESTINATION bin)
# Beside the plugins' folders, which have a point in their names, stand CMake's own.
install(DIRECTORY ${CMAKE_BINARY_DIR}/plugins/ DESTINATION lib/portal/plugins
    FILES_MATCHING PATTERN manifest.json PATTERN plugin.so REGEX "/plugins/[A-Za-z_]+$" EXCLUDE)
foreach(folder tenants themes)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION share/portal PATTERN CMakeLists.txt EXCLUDE PATTERN "*.cmake" EXCLUDE PATTERN "package*.json" EXCLUDE PATTERN .npmrc EXCLUDE
        PATTERN toplarna EXCLUDE PATTERN elektro EXCLUDE PATTERN cistoca EXCLUDE) # the made-up utilities of the demo
endforeach()
foreach(folder locale assets)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/${folder} DESTINATION share/portal)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/config ${PROJECT_SOURCE_DIR}/docs DESTINATION share/portal)
