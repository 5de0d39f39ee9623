// Bank statements read inside the host: the SDK's reader in a plugin's cage.
#pragma once

#include "plugins/host_sink.h"

namespace portal::plugins {

// Gives a head and the payments of all files to the sink: what came in, and what went back. A portal_status as of a plugin's import.
portal_status read_statements(HostDelivery& delivery, HostSink& sink, portal_error& error);

}
