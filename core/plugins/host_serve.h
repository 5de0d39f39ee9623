// The whole life of a host process: the cage closes, the plugin is loaded and opened, calls are answered until the portal hangs up.
#pragma once

namespace portal::plugins {

// Over the given socket. Gives the exit status.
int serve_as_host(int socket);

}
