#include "app/shown_delivery.h"

#include "app/shown_invoice.h"
#include "app/shown_statement.h"
#include "plugins/host_delivery.h"

#include <portal/e_invoice/rules.hpp>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace portal::app {

namespace {

// Bytes that a bundle may unpack to.
constexpr std::uint64_t s_unpacked = 1U << 30;

// What the SDK's readers throw and list, in words.
std::string sentence(sdk::Failure const& failure)
{
    static constexpr std::pair<std::string_view, std::string_view> words[] { { "xml.malformed", "this is no right XML" },
        { "xml.doctype", "a document type (DOCTYPE) is refused, and with it every entity of its own" },
        { "xml.too_deep", "elements are too deep inside each other" }, { "xml.too_large", "an element is too large" },
        { "xml.bad_number", "this is no number" }, { "xml.bad_date", "this is no date" },
        { "row.bad_currency", "an amount is in another currency than the document" }, { "e_invoice.unknown", "this is no electronic invoice" },
        { "statement.unknown_format", "this is no bank statement or notice" }, { "statement.empty", "this holds no statement" },
        { "statement.bad_amount", "this is no amount" }, { "row.bad_word", "this is no word that is known" }, { "row.missing", "something is missing" },
        { "delivery.bad_bundle", "the ZIP bundle is damaged or of a kind that is not read" }, { "delivery.bomb", "the ZIP bundle would become too large" },
        { "delivery.encrypted", "the ZIP bundle asks for a password" }, { "delivery.unreadable", "the file cannot be read" } };
    std::string text { failure.key() };
    for (auto const& [key, sentence] : words)
        if (key == failure.key())
            text = sentence;
    auto const& expected = failure.detail();
    return text + (failure.status() == PORTAL_BAD_DATA && !failure.field().empty() ? " (" + failure.field() + ")" : "")
        + (expected.empty() ? "" : ": " + expected);
}

// One file of the delivery.
class File {
public:
    File(std::string name, sdk::Delivery& delivery, ShownDelivery& shown)
        : m_name(std::move(name))
        , m_delivery(delivery)
        , m_shown(shown)
    {
        m_border.size = sizeof m_border;
        m_border.ctx = this;
        m_border.problem = [](void* self, portal_text, std::uint64_t line, portal_error const* error) {
            auto& file = *static_cast<File*>(self);
            file.tell(line, error->key, sentence(sdk::RowError { error->key, error->field, error->detail }));
            return portal_status { PORTAL_OK };
        };
        m_border.at = [](void* self, portal_text, std::uint64_t line) { static_cast<File*>(self)->m_line = line; };
    }
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    void show();

    std::string const& name() const { return m_name; }
    sdk::Sink sink() const { return sdk::Sink { m_border }; }
    void document(Poco::JSON::Object json, std::string const& text)
    {
        json.set("file", m_name).set("line", m_line);
        m_shown.document(json, text);
    }
    ShownDelivery& shown() const { return m_shown; }
    // At the record that is read now.
    void problem(std::string const& rule, std::string const& message) { tell(m_line, rule, message); }
    void tell(std::uint64_t line, std::string const& rule, std::string const& message) { m_shown.problem({ m_name, line, rule, message }); }

private:
    std::string m_name;
    sdk::Delivery& m_delivery;
    ShownDelivery& m_shown;
    std::uint64_t m_line = 0;
    portal_import_sink m_border {};
};

// ---- The kinds of documents

bool is_invoice(sdk::Xml::Root const& root) { return sdk::e_invoice::find_format(root.space, root.name) != nullptr; }

void show_invoices(sdk::Xml& xml, File& file)
{
    auto sink = file.sink();
    sdk::e_invoice::each(xml, file.name(), sink, [&](sdk::e_invoice::Format const& format, sdk::e_invoice::Invoice const& invoice) {
        file.document(to_json(format, invoice), to_text(format, invoice));
        for (auto const& problem : sdk::e_invoice::broken_rules(invoice))
            file.problem(problem.rule, problem.message);
    });
}

bool is_statement(sdk::Xml::Root const& root) { return root.name == "Document" && !sdk::bank::camt_format(root.space).empty(); }

void show_statements(sdk::Xml& xml, File& file)
{
    auto sink = file.sink();
    ShownStatements view { file.shown(), file.name() };
    auto const entry = [&](sdk::bank::Statement const& statement, sdk::bank::Entry const& one) {
        if (!sdk::to_money(one.amount.value, one.amount.currency))
            file.tell(one.line, "statement.part_of_cent", "the amount has a part of a cent: " + sdk::bank::text_of(one.amount.value));
        view.entry(statement, one);
    };
    auto const end = [&](sdk::bank::Statement const& statement, std::vector<sdk::bank::Finding> const& findings) {
        view.end(statement);
        for (auto const& finding : findings)
            file.tell(finding.line, finding.key, finding.field + ": " + finding.detail);
    };
    try {
        sdk::bank::read_camt(xml, file.name(), sink, { entry, end });
    } catch (...) {
        view.break_off();
        throw;
    }
}

struct Kind {
    bool (*is_one)(sdk::Xml::Root const& root);
    void (*show)(sdk::Xml& xml, File& file);
};
constexpr Kind s_kinds[] { { is_invoice, show_invoices }, { is_statement, show_statements } };

// Whoever brings a CSV file learns where it is read.
sdk::Xml::Root const& root_of(sdk::Xml& xml)
{
    try {
        return xml.root();
    } catch (sdk::BadDelivery const& failure) {
        if (failure.key() != "xml.malformed")
            throw;
        throw sdk::BadDelivery(failure.key(), {},
            failure.detail() + "; electronic invoices and bank statements in XML are read here, CSV and fixed-width files by a plugin (portalctl tenant try)");
    }
}

void File::show()
{
    try {
        auto xml = m_delivery.xml();
        auto const& root = root_of(xml);
        for (auto const& kind : s_kinds)
            if (kind.is_one(root))
                return kind.show(xml, *this);
        try {
            show_statements(xml, *this); // in an envelope of whatever name
        } catch (sdk::BadDelivery const& failure) {
            if (failure.key() != "statement.unknown_format")
                throw;
            tell(0, "delivery.unknown_file",
                "no built-in reader knows the root element " + root.name + (root.space.empty() ? " without a namespace" : " of the namespace " + root.space));
        }
    } catch (sdk::BadDelivery const& failure) {
        // "line 12: mismatched tag"
        auto const detail = failure.detail();
        std::uint64_t line = 0;
        if (detail.starts_with("line "))
            std::from_chars(detail.data() + 5, detail.data() + detail.size(), line);
        tell(line, failure.key(), sentence(sdk::BadDelivery { failure.key(), {}, detail }));
    }
}

struct Descriptor {
    explicit Descriptor(std::string const& path)
        : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {
        if (number < 0)
            throw std::system_error(errno, std::generic_category(), path);
    }
    ~Descriptor() { ::close(number); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    int number;
};

}

std::string printable(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        bool const is_c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (is_c1)
            text.replace(i, 2, " ");
        else if (byte < 0x20 || byte == 0x7F)
            text[i] = ' ';
    }
    return text;
}

void show_delivery(std::string const& path, ShownDelivery& shown)
{
    Descriptor const descriptor { path };
    auto const name = std::filesystem::path { path }.filename().string();
    plugins::HostDelivery host { descriptor.number, { name }, s_unpacked };
    sdk::Delivery delivery { *host.border() };
    try {
        while (auto const file = delivery.next())
            File { *file, delivery, shown }.show();
    } catch (sdk::BadDelivery const&) {
        // The bundle itself; host knows why.
    }
    if (auto const& error = host.error(); error.key[0] != 0)
        shown.problem({ error.field[0] == 0 ? name : error.field, 0, error.key, sentence(sdk::BadDelivery { error.key, {}, error.detail }) });
}

}
