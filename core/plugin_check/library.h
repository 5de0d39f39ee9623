// The plugin under test, loaded in the same cage that the portal's host has, with its calls watched.
#pragma once

#include "plugin_check/probe.h"

#include <optional>

namespace portal::plugin_check {

// The layouts of 1.0: a plugin's table may be longer, never shorter.
inline constexpr std::size_t plugin_1_0 = offsetof(portal_plugin, capability) + sizeof(void*);
inline constexpr std::size_t reference_1_0 = offsetof(portal_reference, customer) + sizeof(void*);
inline constexpr std::size_t code_1_0 = offsetof(portal_security_code, derive) + sizeof(void*);
inline constexpr std::size_t import_1_0 = offsetof(portal_billing_import, run) + sizeof(void*);
inline constexpr std::size_t export_1_0 = offsetof(portal_readings_export, run) + sizeof(void*);

// Closes the cage, loads the library, locks the cage. A refused system call is told to the board and fails, as in the portal. The
// result is what dlsym gave; nullptr and a finding when there is none.
using Entry = portal_plugin const* (*)();
Entry load_in_cage(Probe& probe);

// The tables of a plugin that has passed the tests of its layout.
struct Library {
    explicit Library(Probe& probe);

    portal_plugin const* plugin = nullptr;
    portal_reference const* reference = nullptr;
    portal_security_code const* code = nullptr;
    portal_billing_import const* import = nullptr;
    portal_readings_export const* readings_export = nullptr;
};

// The description of setting number `index`; the array's stride is its first entry's size.
portal_setting_info const& setting_info(portal_plugin const& plugin, std::uint32_t index);

// One of the functions that answer a text with a text.
struct TextFunction {
    char const* name; // "reference.normalise"
    portal_status (*call)(portal_instance*, portal_text, portal_text_out, portal_error*);
    std::size_t longest; // bytes that its answer may have
};
// Those that the plugin has.
std::vector<TextFunction> text_functions(Library const& library);

}
