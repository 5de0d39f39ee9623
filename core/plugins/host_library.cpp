#include "plugins/host_library.h"

#include "base/text.h"

#include <portal/setting_key.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <dlfcn.h>

namespace portal::plugins {

namespace {

constexpr std::size_t s_longest_answer = 1024;
constexpr std::size_t s_longest_log = 500;

// The layouts of 1.0: a plugin's table may be longer, never shorter.
constexpr std::size_t s_plugin_1_0 = offsetof(portal_plugin, capability) + sizeof(void*);
constexpr std::size_t s_reference_1_0 = offsetof(portal_reference, customer) + sizeof(void*);
constexpr std::size_t s_code_1_0 = offsetof(portal_security_code, derive) + sizeof(void*);
constexpr std::size_t s_code_with_here = offsetof(portal_security_code, is_document_number_here) + sizeof(void*);
constexpr std::size_t s_export_1_0 = offsetof(portal_readings_export, run) + sizeof(void*);
constexpr std::size_t s_import_1_0 = offsetof(portal_billing_import, run) + sizeof(void*);

portal_text view(std::string_view text) { return { text.data(), text.size() }; }

Answer refused(portal_status status, std::string_view key, std::string_view field, std::string_view detail)
{
    Answer answer;
    answer.status = status;
    key.copy(answer.error.key, sizeof answer.error.key - 1);
    field.copy(answer.error.field, sizeof answer.error.field - 1);
    detail.copy(answer.error.detail, sizeof answer.error.detail - 1);
    return answer;
}

std::string plain(char const* text) { return text ? text : "(null)"; }

// What a plugin puts together.
struct Putting {
    std::string text;
    bool is_too_long = false;
};

portal_status append(void* context, portal_text text)
{
    auto& putting = *static_cast<Putting*>(context);
    putting.is_too_long = putting.is_too_long || text.len > s_longest_answer - putting.text.size();
    if (putting.is_too_long)
        return PORTAL_INTERNAL;
    if (text.len > 0)
        putting.text.append(text.data, text.len);
    return PORTAL_OK;
}

std::string version(std::uint32_t major, std::uint32_t minor) { return std::to_string(major) + "." + std::to_string(minor); }

std::string built_for(portal_plugin const& plugin)
{
    return "it was built for version " + version(plugin.abi_major, plugin.abi_minor) + " of the plugin border, this portal has "
        + version(PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR);
}

// Should the plugin not have heard that its text was not taken.
void finish(Answer& answer, Putting&& putting)
{
    if (answer.status == PORTAL_OK && putting.is_too_long)
        answer = refused(PORTAL_INTERNAL, "plugin.too_long", {}, "it answered with more than " + std::to_string(s_longest_answer) + " bytes");
    else
        answer.text = std::move(putting.text);
}

struct Tenant : portal_tenant {
    wire::Open const* asked = nullptr;
};

portal_text setting(portal_tenant const* tenant, char const* key)
{
    for (auto const& one : static_cast<Tenant const*>(tenant)->asked->settings())
        if (one.key() == key)
            return view(one.value());
    return { nullptr, 0 };
}

portal_text setting_key(portal_tenant const* tenant, std::uint32_t index)
{
    auto const& settings = static_cast<Tenant const*>(tenant)->asked->settings();
    return index < static_cast<std::uint32_t>(settings.size()) ? view(settings[static_cast<int>(index)].key()) : portal_text { nullptr, 0 };
}

portal_date date(std::int32_t number)
{
    return { static_cast<std::int16_t>(number / 10000), static_cast<std::uint8_t>(number / 100 % 100), static_cast<std::uint8_t>(number % 100) };
}

}

Answer HostLibrary::load(wire::Open const& asked, int descriptor)
{
    // The path last: whatever is too long is cut off there.
    auto const no = [&](std::string const& why) { return refused(PORTAL_INTERNAL, "plugin.refused", {}, why + " (" + asked.library() + ")"); };
    // By the descriptor that the portal has judged: what lies under the path may be another file by now.
    auto const path = "/proc/self/fd/" + std::to_string(descriptor);
    // Never closed: unloading code that may have run anything is how programs crash (architecture: a new version is a new host).
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return no(replaced(plain(::dlerror()), path, asked.library()));
    auto const entry = reinterpret_cast<portal_plugin const* (*)()>(::dlsym(library, "portal_plugin_entry_v1"));
    if (!entry)
        return no("it has no portal_plugin_entry_v1");
    m_plugin = entry();
    if (!m_plugin)
        return no("portal_plugin_entry_v1 gave NULL");
    if (m_plugin->size < s_plugin_1_0)
        return no("its portal_plugin has " + std::to_string(m_plugin->size) + " bytes, at least " + std::to_string(s_plugin_1_0) + " are needed");
    if (m_plugin->abi_major != PORTAL_ABI_MAJOR)
        return no(built_for(*m_plugin) + ": build it with this portal's SDK");
    // It may count on what only a newer portal offers.
    if (m_plugin->abi_minor > PORTAL_ABI_MINOR)
        return no(built_for(*m_plugin) + ": upgrade the portal, or build the plugin with this portal's SDK");
    if (plain(m_plugin->id) != asked.id() || plain(m_plugin->version) != asked.version())
        return no("it says it is " + plain(m_plugin->id) + " " + plain(m_plugin->version) + ", its folder says " + asked.id() + " " + asked.version());
    if (!m_plugin->open || !m_plugin->close || !m_plugin->capability)
        return no("open, close or capability is NULL");
    m_reference = table<portal_reference>(PORTAL_REFERENCE, s_reference_1_0);
    m_code = table<portal_security_code>(PORTAL_SECURITY_CODE, s_code_1_0);
    m_import = table<portal_billing_import>(PORTAL_BILLING_IMPORT, s_import_1_0);
    m_export = table<portal_readings_export>(PORTAL_READINGS_EXPORT, s_export_1_0);
    return {};
}

template <typename Table> Table const* HostLibrary::table(char const* id, std::size_t least) const
{
    auto const* const found = static_cast<Table const*>(m_plugin->capability(id));
    return found && found->size >= least ? found : nullptr;
}

Answer HostLibrary::check_settings(wire::Open const& asked) const
{
    for (auto const& given : asked.settings()) {
        bool known = false;
        std::vector<std::string> plain_keys;
        auto const* info = reinterpret_cast<std::byte const*>(m_plugin->settings);
        for (std::uint32_t i = 0; info && i < m_plugin->setting_count; ++i) {
            auto const& one = *reinterpret_cast<portal_setting_info const*>(info);
            known = known || sdk::stands_for(plain(one.key), given.key());
            plain_keys.push_back(plain(one.key));
            info += one.size;
        }
        if (known)
            continue;
        auto const guess = nearest(given.key(), plain_keys);
        return refused(PORTAL_BAD_SETTINGS, "plugin.bad_setting", given.key(),
            "the plugin has no such setting" + (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
    }
    return {};
}

Answer HostLibrary::open(wire::Open const& asked)
{
    if (auto const wrong = check_settings(asked); wrong.status != PORTAL_OK)
        return wrong;
    m_host.size = sizeof(portal_host);
    m_host.version = "1.0";
    m_host.sink = &m_log;
    m_host.log = [](portal_host const* host, std::int32_t level, portal_text text) {
        (*static_cast<Host const*>(host)->sink)(level, std::string { text.data ? text.data : "", std::min(text.len, s_longest_log) });
    };
    // The portal ends a host that it needs no more; nobody has to ask in between.
    m_host.stopping = [](portal_host const*) { return std::int32_t { 0 }; };
    Tenant tenant {};
    tenant.size = sizeof(portal_tenant);
    tenant.slug = view(asked.slug());
    tenant.time_zone = view(asked.time_zone());
    tenant.language = view(asked.language());
    tenant.currency = view(asked.currency());
    tenant.today = date(asked.today());
    tenant.setting = setting;
    tenant.setting_key = setting_key;
    tenant.asked = &asked;
    Answer answer;
    answer.error.size = sizeof(portal_error);
    answer.status = m_plugin->open(&m_host, &tenant, &m_instance, &answer.error);
    if (answer.status == PORTAL_OK && m_code)
        m_code_is_document_number = m_code->size >= s_code_with_here && m_code->is_document_number_here ? m_code->is_document_number_here(m_instance) == 1
                                                                                                        : m_code->is_document_number == 1;
    return answer;
}

Answer HostLibrary::text_of(portal_status (*function)(portal_instance*, portal_text, portal_text_out, portal_error*), std::string_view text) const
{
    if (!function)
        return refused(PORTAL_INTERNAL, "plugin.cannot", {}, "the plugin does not offer this");
    Answer answer;
    answer.error.size = sizeof(portal_error);
    Putting putting;
    answer.status = function(m_instance, view(text), { &putting, append }, &answer.error);
    finish(answer, std::move(putting));
    return answer;
}

Answer HostLibrary::derived_code(portal_bill const& bill) const
{
    Answer answer;
    answer.error.size = sizeof(portal_error);
    Putting putting;
    if (m_code && m_code->derive)
        answer.status = m_code->derive(m_instance, &bill, { &putting, append }, &answer.error);
    finish(answer, std::move(putting));
    return answer;
}

Answer HostLibrary::call(wire::Function function, std::string_view text)
{
    switch (function) {
    case wire::NORMALISE_REFERENCE: return text_of(m_reference ? m_reference->normalise : nullptr, text);
    case wire::DISPLAY_REFERENCE: return text_of(m_reference ? m_reference->display : nullptr, text);
    case wire::CUSTOMER_OF_REFERENCE:
        // Without the function the portal looks the bill up.
        return m_reference && !m_reference->customer ? Answer {} : text_of(m_reference ? m_reference->customer : nullptr, text);
    case wire::NORMALISE_CODE: return text_of(m_code ? m_code->normalise : nullptr, text);
    default: return refused(PORTAL_INTERNAL, "plugin.cannot", {}, "unknown function");
    }
}

}
