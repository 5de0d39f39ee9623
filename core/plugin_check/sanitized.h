// Sanitizers take time and memory of their own, so limits on both are for other builds.
#pragma once

namespace portal::plugin_check {

#ifdef PORTAL_SANITIZED
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}
