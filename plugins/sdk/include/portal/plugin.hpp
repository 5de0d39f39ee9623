// The C++ SDK: derive from Plugin and from what the plugin can do (ReferenceFormat, SecurityCode, BillingImport), and name it with
// PORTAL_PLUGIN in one .cpp. Exceptions are welcome inside and stop at the border. See plugins/sdk/README.md.
#pragma once

#include <portal/csv.hpp>

#include <memory>
#include <type_traits>

namespace portal::sdk {

enum class LogLevel : std::int32_t { info = PORTAL_LOG_INFO, warning = PORTAL_LOG_WARNING, error = PORTAL_LOG_ERROR };

// For `static constexpr portal_setting_info settings[] { portal::setting("currency", "text", "EUR", "...") };` in the plugin's class.
constexpr portal_setting_info setting(char const* key, char const* type, char const* fallback, char const* help)
{
    return { sizeof(portal_setting_info), key, type, fallback, help };
}

// What the tenant set, and who the tenant is. Good only in the plugin's constructor.
class Settings {
public:
    Settings(portal_tenant const& tenant, portal_setting_info const* known, std::size_t count)
        : m_tenant(tenant)
        , m_known(known)
        , m_count(count)
    {
    }
    // What is set, else the fallback of the plugin's settings, else empty.
    std::string text(char const* key) const
    {
        auto const given = m_tenant.setting(&m_tenant, key);
        if (given.data)
            return std::string { from_c(given) };
        for (std::size_t i = 0; i < m_count; ++i)
            if (std::string_view { m_known[i].key } == key && m_known[i].fallback)
                return m_known[i].fallback;
        return {};
    }
    std::string require(char const* key) const
    {
        auto value = text(key);
        if (value.empty())
            throw BadSettings(key, "must be set");
        return value;
    }
    std::int64_t integer(char const* key, std::int64_t least, std::int64_t most) const
    {
        auto const number = parse_decimal(text(key));
        if (!number || number->scale != 0 || number->value < least || number->value > most)
            throw BadSettings(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return number->value;
    }
    bool flag(char const* key) const
    {
        auto const value = text(key);
        if (value != "true" && value != "false")
            throw BadSettings(key, "true or false");
        return value == "true";
    }
    std::string slug() const { return std::string { from_c(m_tenant.slug) }; }
    std::string time_zone() const { return std::string { from_c(m_tenant.time_zone) }; }
    std::string language() const { return std::string { from_c(m_tenant.language) }; }
    std::string currency() const { return std::string { from_c(m_tenant.currency) }; }
    Date today() const { return from_c(m_tenant.today); }

private:
    portal_tenant const& m_tenant;
    portal_setting_info const* m_known;
    std::size_t m_count;
};

// The base of every plugin; its class is constructed from Settings const&.
class Plugin {
public:
    virtual ~Plugin() = default;
    // To the portal's log, with this plugin's and the tenant's names; no personal data.
    void log(LogLevel level, std::string_view message) const { m_host->log(m_host, static_cast<std::int32_t>(level), to_c(message)); }
    bool stopping() const { return m_host->stopping(m_host) != 0; }

private:
    template<typename>
    friend class Border;
    portal_host const* m_host = nullptr;
};

// How the utility writes its references. Rejected says what is wrong with what was typed.
class ReferenceFormat {
public:
    virtual ~ReferenceFormat() = default;
    virtual std::string normalise(std::string_view typed) const = 0; // idempotent
    virtual std::string display(std::string_view canonical) const = 0;
    // The customer's number inside it; empty when the portal must look the bill up.
    virtual std::string customer(std::string_view /*canonical*/) const { return {}; }
};

struct Bill {
    std::string_view reference, customer, document;
    Date issued;
    portal_money total;
};

// The code on the bill. A class whose code is the bill's own number also says `static constexpr bool code_is_document_number = true;`.
class SecurityCode {
public:
    virtual ~SecurityCode() = default;
    virtual std::string normalise_code(std::string_view typed) const = 0; // idempotent
    // The code of a bill that came without one; empty when codes always come with the bill.
    virtual std::string derive_code(Bill const&) const { return {}; }
};

// The files of a delivery, sorted by name, bundles unpacked.
class Delivery {
public:
    explicit Delivery(portal_delivery& delivery)
        : m_delivery(delivery)
    {
    }
    // Opens the next file and gives its name; nullopt when none is left.
    std::optional<std::string> next()
    {
        portal_text name {};
        auto const found = m_delivery.next(m_delivery.ctx, &name);
        if (found < 0)
            throw BadDelivery("delivery.unreadable");
        if (found == 0)
            return std::nullopt;
        m_name = from_c(name);
        return m_name;
    }
    // The open file as CSV. One at a time.
    Csv csv(CsvOptions const& options = {}) { return Csv { m_delivery, m_name, options }; }

private:
    portal_delivery& m_delivery;
    std::string m_name;
};

class BillingImport {
public:
    virtual ~BillingImport() = default;
    virtual void run(Delivery& delivery, Sink& sink) = 0;
};

// The C functions of one plugin class.
template<typename Class>
class Border {
public:
    static portal_status open(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
    {
        return guarded(error, [&] {
            auto made = std::make_unique<Class>(Settings { *tenant, settings(), setting_count() });
            static_cast<Plugin&>(*made).m_host = host;
            *instance = reinterpret_cast<portal_instance*>(made.release());
        });
    }
    static void close(portal_instance* instance)
    {
        try {
            delete self(instance);
        } catch (...) {
            // The host ends anyway.
        }
    }
    static void const* capability(char const* id)
    {
        std::string_view const asked { id };
        if constexpr (std::is_base_of_v<ReferenceFormat, Class>) {
            static constexpr portal_reference table { sizeof table, normalise, display, customer };
            if (asked == PORTAL_REFERENCE)
                return &table;
        }
        if constexpr (std::is_base_of_v<SecurityCode, Class>) {
            static constexpr portal_security_code table { sizeof table, is_document_number(), normalise_code, derive_code };
            if (asked == PORTAL_SECURITY_CODE)
                return &table;
        }
        if constexpr (std::is_base_of_v<BillingImport, Class>) {
            static constexpr portal_billing_import table { sizeof table, run };
            if (asked == PORTAL_BILLING_IMPORT)
                return &table;
        }
        return nullptr;
    }
    static constexpr portal_setting_info const* settings()
    {
        if constexpr (requires { Class::settings; })
            return std::data(Class::settings);
        else
            return nullptr;
    }
    static constexpr std::uint32_t setting_count()
    {
        if constexpr (requires { Class::settings; })
            return static_cast<std::uint32_t>(std::size(Class::settings));
        else
            return 0;
    }

private:
    static Class* self(portal_instance* instance) { return reinterpret_cast<Class*>(instance); }

    template<typename Act>
    static portal_status guarded(portal_error* error, Act act) noexcept
    {
        try {
            act();
            return PORTAL_OK;
        } catch (Failure const& failure) {
            failure.copy_to(*error);
            return failure.status();
        } catch (std::exception const& fault) {
            std::string_view { fault.what() }.copy(error->detail, sizeof error->detail - 1);
        } catch (...) {
            std::string_view { "an exception that is no std::exception" }.copy(error->detail, sizeof error->detail - 1);
        }
        std::string_view { "plugin.fault" }.copy(error->key, sizeof error->key - 1);
        return PORTAL_INTERNAL;
    }

    template<typename Make>
    static portal_status answer(portal_text_out out, portal_error* error, Make make) noexcept
    {
        return guarded(error, [&] {
            std::string const text = make();
            if (auto const status = out.put(out.ctx, to_c(text)); status != PORTAL_OK)
                throw Stopped(status);
        });
    }

    static portal_status normalise(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] { return self(instance)->normalise(from_c(typed)); });
    }
    static portal_status display(portal_instance* instance, portal_text canonical, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] { return self(instance)->display(from_c(canonical)); });
    }
    static portal_status customer(portal_instance* instance, portal_text canonical, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] { return self(instance)->customer(from_c(canonical)); });
    }
    static constexpr std::int32_t is_document_number()
    {
        if constexpr (requires { Class::code_is_document_number; })
            return Class::code_is_document_number ? 1 : 0;
        else
            return 0;
    }
    static portal_status normalise_code(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] { return self(instance)->normalise_code(from_c(typed)); });
    }
    static portal_status derive_code(portal_instance* instance, portal_bill const* bill, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] {
            return self(instance)->derive_code({ from_c(bill->reference), from_c(bill->customer), from_c(bill->document), from_c(bill->issued), bill->total });
        });
    }
    static portal_status run(portal_instance* instance, portal_delivery* files, portal_import_sink const* rows, portal_error* error)
    {
        return guarded(error, [&] {
            Delivery delivery { *files };
            Sink sink { *rows };
            self(instance)->run(delivery, sink);
        });
    }
};

}

// The core of the portal lives in portal:: too, so the SDK has a namespace of its own that plugin authors need not see.
namespace portal {
using namespace sdk;
}

// Once per plugin, at file scope: PORTAL_PLUGIN(Riverside, "example.riverside", "Riverside Water", "1.0.0", "it@riverside.example")
#define PORTAL_PLUGIN(Class, plugin_id, shown_name, plugin_version, security_contact)                                                      \
    extern "C" __attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)                                    \
    {                                                                                                                                      \
        static constexpr portal_plugin plugin { sizeof(portal_plugin), PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR,                                 \
            portal::sdk::Border<Class>::setting_count(), plugin_id, shown_name, plugin_version, security_contact,                          \
            portal::sdk::Border<Class>::settings(), portal::sdk::Border<Class>::open, portal::sdk::Border<Class>::close,                   \
            portal::sdk::Border<Class>::capability };                                                                                      \
        return &plugin;                                                                                                                    \
    }
