# What of the daemon's files depends on the prefix, which "cmake --install --prefix" may change: run while installing, with
# SOURCE and UNIT_DIR. Nothing is written into the build, where another installation may be under way. The settings of an
# earlier installation stay as they are.
set(etc "${CMAKE_INSTALL_PREFIX}/etc")
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
    set(etc "/etc")
endif()

file(READ "${SOURCE}/config/slipway.service" unit)
string(REPLACE "/usr/bin/slipwayd" "${CMAKE_INSTALL_PREFIX}/bin/slipwayd" unit "${unit}")
string(REPLACE "/etc/slipway" "${etc}/slipway" unit "${unit}")
cmake_path(ABSOLUTE_PATH UNIT_DIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}")
message(STATUS "Installing: $ENV{DESTDIR}${UNIT_DIR}/slipway.service")
file(WRITE "$ENV{DESTDIR}${UNIT_DIR}/slipway.service" "${unit}")
file(CHMOD "$ENV{DESTDIR}${UNIT_DIR}/slipway.service" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
list(APPEND CMAKE_INSTALL_MANIFEST_FILES "${UNIT_DIR}/slipway.service")

if(EXISTS "$ENV{DESTDIR}${etc}/slipway/slipway.toml")
    message(STATUS "Kept as it is: $ENV{DESTDIR}${etc}/slipway/slipway.toml")
else()
    file(INSTALL "${SOURCE}/config/slipway.toml" DESTINATION "${etc}/slipway")
endif()
