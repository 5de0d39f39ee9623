/* Plugins that are wrong before they are asked anything; a definition says how. */
#include <portal/portal_plugin.h>

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#if CRASH_ON_LOAD
__attribute__((constructor)) static void crash(void) { raise(SIGSEGV); }
#endif

#if FILE_ON_LOAD
static int g_got_in;
/* A constructor runs inside dlopen, so the cage must be closed by then. */
__attribute__((constructor)) static void look_around(void)
{
    g_got_in = open("/etc/passwd", O_RDONLY) >= 0 || fork() >= 0;
}
#endif

static portal_status open_instance(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
{
    (void)host;
    (void)tenant;
    (void)error;
    *instance = NULL;
    return PORTAL_OK;
}
static void close_instance(portal_instance* instance) { (void)instance; }

#if FILE_ON_LOAD
static portal_status normalise(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
{
    const portal_text in = { "got in", 6 }, kept_out = { "kept out", 8 };
    (void)instance;
    (void)typed;
    (void)error;
    return out.put(out.ctx, g_got_in ? in : kept_out);
}
#endif

static void const* capability(char const* id)
{
#if FILE_ON_LOAD
    static const portal_reference reference = { sizeof reference, normalise, normalise, NULL };
    if (strcmp(id, PORTAL_REFERENCE) == 0)
        return &reference;
#endif
    (void)id;
    return NULL;
}

__attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static portal_plugin plugin = { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 0, PLUGIN_ID, "Zoo", "1.0.0", "zoo@zoo.example", NULL, open_instance,
        close_instance, capability };
#if OTHER_MAJOR
    plugin.abi_major = 2;
#elif NEWER_MINOR
    plugin.abi_minor = PORTAL_ABI_MINOR + 1;
#elif TOO_SMALL
    plugin.size = offsetof(portal_plugin, open);
#elif OTHER_ID
    plugin.id = "zoo.somebody-else";
#endif
    return &plugin;
}
