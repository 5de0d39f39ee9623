# Packages from npm, by exact version and checksum, installed into the build folder; the source tree stays clean.

# portal_npm(target): makes ${CMAKE_CURRENT_BINARY_DIR}/node_modules from the folder's package.json and package-lock.json.
# Install scripts of packages are never run. The result is the target's; ${CMAKE_CURRENT_BINARY_DIR}/npm.stamp says when.
function(portal_npm target)
    find_program(NPM_PROGRAM npm REQUIRED)
    set(stamp ${CMAKE_CURRENT_BINARY_DIR}/npm.stamp)
    set(inputs ${CMAKE_CURRENT_SOURCE_DIR}/package.json ${CMAKE_CURRENT_SOURCE_DIR}/package-lock.json ${CMAKE_CURRENT_SOURCE_DIR}/.npmrc)
    add_custom_command(OUTPUT ${stamp}
        COMMAND ${CMAKE_COMMAND} -E copy ${inputs} ${CMAKE_CURRENT_BINARY_DIR}
        COMMAND ${NPM_PROGRAM} ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${inputs}
        WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
        COMMENT "Installing npm packages for ${target}"
        VERBATIM)
    add_custom_target(${target} DEPENDS ${stamp})
endfunction()
