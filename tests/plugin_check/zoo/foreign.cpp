// A plugin in C++ that is built without the SDK's flags and lets an exception out.
#include <portal/portal_plugin.h>

#include <cstring>
#include <string>

namespace zoo {

// Inline and with a static: one for all libraries of the process, unless the build says otherwise.
inline std::string& last_typed()
{
    static std::string text;
    return text;
}

}

namespace {

portal_status open_instance(portal_host const*, portal_tenant const*, portal_instance** instance, portal_error*)
{
    *instance = nullptr;
    return PORTAL_OK;
}

portal_status normalise(portal_instance*, portal_text typed, portal_text_out out, portal_error* error)
{
    zoo::last_typed().assign(typed.data ? typed.data : "", typed.len);
    if (typed.len == 4 && zoo::last_typed().find_first_not_of("0123456789") == std::string::npos)
        return out.put(out.ctx, typed);
#ifdef THROWS
    if (typed.len > 100)
        throw std::string { "too long" };
#endif
    std::strcpy(error->key, "reference.length");
    return PORTAL_REJECTED;
}

void const* capability(char const* id)
{
    static constexpr portal_security_code table { sizeof table, 0, normalise, nullptr, nullptr };
    return std::strcmp(id, PORTAL_SECURITY_CODE) == 0 ? &table : nullptr;
}

}

extern "C" __attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static constexpr portal_plugin plugin { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 0, "zoo.foreign", "Foreign", "1.0.0", "zoo@zoo.example", nullptr,
        open_instance, [](portal_instance*) {}, capability };
    return &plugin;
}
