// How a plugin class becomes the C functions of portal_plugin.h; included by portal/plugin.hpp.
#pragma once

#include <portal/plugin.hpp>

#include <cstring>
#include <memory>
#include <type_traits>

namespace portal::sdk {

// The C functions of one plugin class.
template <typename Class> class Border {
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
            static constexpr portal_security_code table { sizeof table, 0, normalise_code, derive_code, is_document_number_here };
            if (asked == PORTAL_SECURITY_CODE)
                return &table;
        }
        if constexpr (std::is_base_of_v<BillingImport, Class>) {
            static constexpr portal_billing_import table { sizeof table, run };
            if (asked == PORTAL_BILLING_IMPORT)
                return &table;
        }
        if constexpr (std::is_base_of_v<ReadingsExport, Class>) {
            static constexpr portal_readings_export table { sizeof table, write_readings };
            if (asked == PORTAL_READINGS_EXPORT)
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

    template <typename Act> static portal_status guarded(portal_error* error, Act act) noexcept
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

    template <typename Make> static portal_status answer(portal_text_out out, portal_error* error, Make make) noexcept
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
    static std::int32_t is_document_number_here(portal_instance* instance) { return self(instance)->code_is_bill_number() ? 1 : 0; }
    static portal_status normalise_code(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] { return self(instance)->normalise_code(from_c(typed)); });
    }
    static portal_status derive_code(portal_instance* instance, portal_bill const* bill, portal_text_out out, portal_error* error)
    {
        return answer(out, error, [&] {
            auto const& total = bill->total;
            return self(instance)->derive_code({ from_c(bill->reference), from_c(bill->customer), from_c(bill->document), from_c(bill->issued),
                { total.minor, { total.currency, ::strnlen(total.currency, sizeof total.currency) } } });
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
    static portal_status write_readings(portal_instance* instance, portal_readings* given, portal_file_out const* out, portal_error* error)
    {
        return guarded(error, [&] {
            Readings readings { *given };
            FileOut files { *out };
            self(instance)->write_readings(readings, files);
        });
    }
};

}

// Once per plugin, at file scope: PORTAL_PLUGIN(Riverside, "example.riverside", "Riverside Water", "1.0.0", "it@riverside.example")
#define PORTAL_PLUGIN(Class, plugin_id, shown_name, plugin_version, security_contact)                                                                          \
    extern "C" __attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)                                                        \
    {                                                                                                                                                          \
        static constexpr portal_plugin plugin { sizeof(portal_plugin), PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, portal::sdk::Border<Class>::setting_count(),        \
            plugin_id, shown_name, plugin_version, security_contact, portal::sdk::Border<Class>::settings(), portal::sdk::Border<Class>::open,                 \
            portal::sdk::Border<Class>::close, portal::sdk::Border<Class>::capability };                                                                       \
        return &plugin;                                                                                                                                        \
    }
