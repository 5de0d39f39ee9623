# How every folder of the portal is built: warnings are errors, one static library a folder, one test program a test folder.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(MARIADB REQUIRED IMPORTED_TARGET libmariadb)
# Debian's Poco::DataMySQL names this target and leaves it to us to define it.
add_library(MySQL::client INTERFACE IMPORTED)
target_link_libraries(MySQL::client INTERFACE PkgConfig::MARIADB)
find_package(Poco REQUIRED COMPONENTS Foundation Net NetSSL Crypto Util JSON Data DataSQLite DataMySQL)
find_package(ICU REQUIRED COMPONENTS uc i18n)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CPPUNIT REQUIRED IMPORTED_TARGET cppunit)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Warnings are errors for the compiler that everybody builds with; clang, which only the fuzz preset uses, has opinions of its own.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion $<$<CXX_COMPILER_ID:GNU>:-Werror>
    -fno-omit-frame-pointer -fstack-protector-strong
    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
# g++ 12 sees overlapping copies and endless lengths in std::string once it is optimized; no code of ours can mend that.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>)
add_link_options(-Wl,--as-needed)
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()
if(PORTAL_SANITIZE)
    # g++ 12 sees uninitialized members in its own <regex> and <functional> once they are instrumented.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
    add_compile_options(-fsanitize=${PORTAL_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PORTAL_SANITIZE})
    add_compile_definitions(PORTAL_SANITIZED=1)
else()
    add_compile_options($<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()

# The common headers, compiled once and shared by every library that asks for them. Poco is linked for its definitions: a header
# compiled with others does not fit, and a target that it does not fit compiles without it.
if(PORTAL_PCH)
    set(CMAKE_PCH_WARN_INVALID OFF)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "")
    add_library(portal_precompiled STATIC ${CMAKE_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(portal_precompiled PRIVATE Poco::Foundation Threads::Threads)
    target_precompile_headers(portal_precompiled PRIVATE
        <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional> <span> <stdexcept> <string>
        <string_view> <unordered_map> <utility> <variant> <vector>)
endif()

function(portal_precompile target)
    if(PORTAL_PCH)
        target_precompile_headers(${target} REUSE_FROM portal_precompiled)
    endif()
endfunction()

# portal_library(folder [PUBLIC libs...] [PRIVATE libs...]): the folder's *.cpp as portal_<folder>, alias portal::<folder>;
# queries.sql, if there is one, becomes "<folder>/queries.h" with one db::Sql constant a statement.
function(portal_library folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE")
    string(REPLACE "/" "_" name ${folder})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    add_library(portal_${name} STATIC ${sources})
    add_library(portal::${name} ALIAS portal_${name})
    target_include_directories(portal_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(portal_${name} PUBLIC ${arg_PUBLIC} Threads::Threads PRIVATE ${arg_PRIVATE})
    portal_precompile(portal_${name})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/queries.sql)
        portal_embed_sql(portal_${name} ${folder})
    endif()
endfunction()

function(portal_embed_sql target folder)
    set(header ${CMAKE_BINARY_DIR}/sql/${folder}/queries.h)
    get_filename_component(space ${folder} NAME)
    get_filename_component(parent ${header} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    add_custom_command(OUTPUT ${header}
        COMMAND awk -v space=${space} -f ${PROJECT_SOURCE_DIR}/core/db/embed_sql.awk ${CMAKE_CURRENT_SOURCE_DIR}/queries.sql > ${header}.new
        COMMAND ${CMAKE_COMMAND} -E rename ${header}.new ${header}
        DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/queries.sql ${PROJECT_SOURCE_DIR}/core/db/embed_sql.awk)
    target_sources(${target} PRIVATE ${header})
    target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/sql)
endfunction()

# portal_test(folder [LIBS libs...] [LABEL fast|db|browser|fault]): the folder's *_test.cpp as one CppUnit program and one ctest.
function(portal_test folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "LIBS")
    string(REPLACE "/" "_" name ${folder})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    add_executable(test_${name} EXCLUDE_FROM_ALL ${sources})
    add_dependencies(tests test_${name})
    set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(test_${name} PRIVATE ${arg_LIBS} portal_tests_support)
    portal_precompile(test_${name})
    add_test(NAME ${folder} COMMAND test_${name})
    if(NOT arg_LABEL)
        set(arg_LABEL fast)
    endif()
    set_tests_properties(${folder} PROPERTIES LABELS ${arg_LABEL} TIMEOUT 600
        ENVIRONMENT "PORTAL_SOURCE=${PROJECT_SOURCE_DIR};PORTAL_BUILD=${CMAKE_BINARY_DIR}")
endfunction()
