/* portal-plugin-manifest FILE.so: prints what the plugin says about itself as JSON. The build of a plugin runs it, so that later nobody
 * has to run the plugin to know its name, version, capabilities and settings. */
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

int main(int count, char** arguments)
{
    static char const* const capabilities[]
        = { PORTAL_REFERENCE, PORTAL_SECURITY_CODE, PORTAL_BILLING_IMPORT, PORTAL_READINGS_EXPORT, PORTAL_READINGS_RECEIPT };
    void* library = count == 2 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    void* symbol = library ? dlsym(library, "portal_plugin_entry_v1") : NULL;
    entry_function entry;
    if (!symbol) {
        fprintf(stderr, "usage: portal-plugin-manifest PLUGIN.so\n%s\n", count == 2 ? dlerror() : "");
        return 2;
    }
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast from object to function pointer */
    portal_plugin const* plugin = entry();
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
