# The SDK as a CMake package, for plugins outside this tree: cmake --install build/release --component sdk --prefix P, then
# find_package(PortalPlugin) with P in CMAKE_PREFIX_PATH. The build tree is such a prefix too, so that what `portalctl plugin new` of the
# build tree makes can be built at once. Included last, when every program of the SDK has been added.
include(CMakePackageConfigHelpers)
set(sdk ${PROJECT_SOURCE_DIR}/plugins/sdk)
set(package lib/cmake/PortalPlugin)

# The package's version is the border's.
file(STRINGS ${sdk}/include/portal/portal_plugin.h numbers REGEX "#define PORTAL_ABI_M(AJ|IN)OR [0-9]+u")
string(REGEX REPLACE ".*MAJOR ([0-9]+)u.*MINOR ([0-9]+)u.*" "\\1.\\2" border "${numbers}")
write_basic_package_version_file(${CMAKE_BINARY_DIR}/${package}/PortalPluginConfigVersion.cmake VERSION ${border} COMPATIBILITY SameMajorVersion)

install(TARGETS portal_sdk portal-plugin-manifest portal-plugin-check EXPORT PortalPluginTargets RUNTIME DESTINATION bin COMPONENT sdk)
install(EXPORT PortalPluginTargets DESTINATION ${package} COMPONENT sdk)
export(EXPORT PortalPluginTargets FILE ${CMAKE_BINARY_DIR}/${package}/PortalPluginTargets.cmake)
foreach(file PortalPluginConfig.cmake PortalPlugin.cmake portal_plugin.map)
    configure_file(${sdk}/cmake/${file} ${CMAKE_BINARY_DIR}/${package}/${file} COPYONLY)
    install(FILES ${sdk}/cmake/${file} DESTINATION ${package} COMPONENT sdk)
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/${package}/PortalPluginConfigVersion.cmake DESTINATION ${package} COMPONENT sdk)

install(DIRECTORY ${sdk}/include/portal DESTINATION include COMPONENT sdk)
install(DIRECTORY ${sdk}/template DESTINATION share/portal/sdk COMPONENT sdk)
# The documentation keeps the places that its links lead to.
install(FILES ${sdk}/README.md DESTINATION share/portal/sdk COMPONENT sdk)
foreach(page write-a-plugin.md plugin-contract.md add-a-tenant.md)
    install(FILES ${PROJECT_SOURCE_DIR}/docs/${page} DESTINATION share/portal/docs COMPONENT sdk)
endforeach()
