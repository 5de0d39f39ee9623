# find_package(PortalPlugin): the headers (target portal_sdk), the programs, and portal_add_plugin() of PortalPlugin.cmake.
include(${CMAKE_CURRENT_LIST_DIR}/PortalPluginTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/PortalPlugin.cmake)
