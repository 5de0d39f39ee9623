/* portal-plugin-manifest FILE.so [ID VERSION]: prints what the plugin says about itself as JSON. The build of a plugin runs it, so that later
 * nobody has to run the plugin to know its name, version, capabilities and settings. Exit code 1: it says another id or version than the
 * one given, which is where its folder will be; the portal would refuse it there. */
#include <portal/portal_plugin.h>

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef portal_plugin const* (*entry_function)(void);

static void text(char const* value)
{
    putchar('"');
    for (unsigned char const* c = (unsigned char const*)(value ? value : ""); *c; ++c) {
        if (*c == '"' || *c == '\\')
            printf("\\%c", *c);
        else if (*c < 0x20)
            printf("\\u%04x", *c);
        else
            putchar(*c);
    }
    putchar('"');
}

static void member(char const* key, char const* value, char const* end)
{
    printf("\"%s\": ", key);
    text(value);
    fputs(end, stdout);
}

/* Whether both say the same; what: NAME or VERSION. */
static int agrees(char const* what, char const* given, char const* said)
{
    said = said ? said : "";
    if (strcmp(given, said) == 0)
        return 1;
    fprintf(stderr,
        "portal_add_plugin: CMakeLists.txt has %s %s, but the library says \"%s\" (PORTAL_PLUGIN, in C the static portal_plugin). Make them the same.\n",
        what, given, said);
    return 0;
}

int main(int count, char** arguments)
{
    static char const* const capabilities[]
        = { PORTAL_REFERENCE, PORTAL_SECURITY_CODE, PORTAL_BILLING_IMPORT, PORTAL_READINGS_EXPORT, PORTAL_READINGS_RECEIPT };
    void* library = count == 2 || count == 4 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    void* symbol = library ? dlsym(library, "portal_plugin_entry_v1") : NULL;
    entry_function entry;
    if (!symbol) {
        fprintf(stderr, "usage: portal-plugin-manifest PLUGIN.so [ID VERSION]\n%s\n", count == 2 || count == 4 ? dlerror() : "");
        return 2;
    }
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast from object to function pointer */
    portal_plugin const* plugin = entry();
    if (count == 4) {
        const int same_id = agrees("NAME", arguments[2], plugin->id);
        const int same_version = agrees("VERSION", arguments[3], plugin->version);
        if (!same_id || !same_version)
            return 1;
    }
    printf("{\n  ");
    member("id", plugin->id, ",\n  ");
    member("name", plugin->name, ",\n  ");
    member("version", plugin->version, ",\n  ");
    member("contact", plugin->contact, ",\n");
    printf("  \"abi\": \"%u.%u\",\n  \"capabilities\": [", plugin->abi_major, plugin->abi_minor);
    char const* between = "";
    for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; ++i)
        if (plugin->capability(capabilities[i])) {
            fputs(between, stdout);
            text(capabilities[i]);
            between = ", ";
        }
    printf("],\n  \"settings\": [");
    char const* info = (char const*)plugin->settings;
    for (uint32_t i = 0; i < plugin->setting_count; ++i) {
        portal_setting_info one;
        memcpy(&one, info, sizeof one);
        printf("%s\n    { ", i == 0 ? "" : ",");
        member("key", one.key, ", ");
        member("type", one.type, ", ");
        member("fallback", one.fallback, ", ");
        member("help", one.help, " }");
        info += one.size;
    }
    printf("%s]\n}\n", plugin->setting_count ? "\n  " : "");
    return 0;
}
