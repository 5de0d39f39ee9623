// The C++ SDK: derive from Plugin and from what the plugin can do (ReferenceFormat, SecurityCode, BillingImport, ReadingsExport), and name it with
// PORTAL_PLUGIN in one .cpp. Exceptions are welcome inside and stop at the border. See plugins/sdk/README.md.
#pragma once

#include <portal/csv.hpp>
#include <portal/fixed_width.hpp>
#include <portal/readings.hpp>

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
    // What the tenant set, in no order; for plugins that have keys with a star.
    std::vector<std::string> keys() const
    {
        if (m_tenant.size < sizeof(portal_tenant) || !m_tenant.setting_key)
            throw std::runtime_error("this portal is older than its plugin: it cannot list what is set");
        std::vector<std::string> all;
        while (true) {
            auto const key = m_tenant.setting_key(&m_tenant, static_cast<std::uint32_t>(all.size()));
            if (!key.data)
                return all;
            all.emplace_back(from_c(key));
        }
    }
    // Patterns as DateFormat knows them: "dd.mm.yyyy".
    DateFormat date_format(char const* key) const
    {
        auto const format = DateFormat::find(text(key));
        if (!format)
            throw BadSettings(key, "a pattern of dd, mm and yyyy, for example dd.mm.yyyy");
        return *format;
    }
    // auto, utf-8, windows-1250, windows-1252, iso-8859-2, iso-8859-15 or iso-8859-16.
    Encoding encoding(char const* key) const
    {
        auto const encoding = find_encoding(text(key));
        if (!encoding)
            throw BadSettings(key, "auto, utf-8, windows-1250, windows-1252, iso-8859-2, iso-8859-15 or iso-8859-16");
        return *encoding;
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
    template <typename> friend class Border;
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
    Money total;
};

// The code on the bill.
class SecurityCode {
public:
    virtual ~SecurityCode() = default;
    virtual std::string normalise_code(std::string_view typed) const = 0; // idempotent
    // The code of a bill that came without one; empty when codes always come with the bill.
    virtual std::string derive_code(Bill const&) const { return {}; }
    // Whether the code is the bill's own number; settings may decide it. That is no secret: the portal then asks one more fact of the bill.
    virtual bool code_is_bill_number() const noexcept { return false; }
};

class Xml;
struct XmlOptions;

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
    // As columns at fixed places.
    FixedWidth fixed_width(FixedWidthOptions const& options) { return FixedWidth { m_delivery, m_name, options }; }
    // As XML; for those who include portal/xml.hpp.
    Xml xml();
    Xml xml(XmlOptions const& options);

private:
    portal_delivery& m_delivery;
    std::string m_name;
};

class BillingImport {
public:
    virtual ~BillingImport() = default;
    virtual void run(Delivery& delivery, Sink& sink) = 0;
};

// What customers reported, in the billing system's own format. The same readings give the same files.
class ReadingsExport {
public:
    virtual ~ReadingsExport() = default;
    virtual void write_readings(Readings& readings, FileOut& files) = 0;
};

}

// The core of the portal lives in portal:: too, so the SDK has a namespace of its own that plugin authors need not see.
namespace portal {
using namespace sdk;
}

#include <portal/border.hpp>
