// portal-plugin-host: runs one plugin for one tenant in a cage and answers the portal over descriptor 3. Started by portald and
// portalctl only; it takes no arguments and reads no configuration.
#include "plugins/host_serve.h"

#include <cstdio>
#include <exception>

#include <unistd.h>

int main()
{
    constexpr int socket = 3;
    try {
        // _exit: neither the plugin's destructors nor anything else runs on the way out.
        ::_exit(portal::plugins::serve_as_host(socket));
    } catch (std::exception const& fault) {
        std::fprintf(stderr, "portal-plugin-host: %s\n", fault.what());
        ::_exit(3);
    }
}
