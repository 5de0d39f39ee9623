#include "plugin_check/rows.h"

#include <cstring>
#include <type_traits>

namespace portal::plugin_check {

namespace {

constexpr std::size_t s_most_samples = 500;
constexpr std::size_t s_shortest_name = 6; // shorter ones may stand in an error by chance

template <typename Row> constexpr char const* s_kind = nullptr;
template <> constexpr char const* s_kind<portal_customer_row> = "customer";
template <> constexpr char const* s_kind<portal_supply_point_row> = "supply_point";
template <> constexpr char const* s_kind<portal_meter_row> = "meter";
template <> constexpr char const* s_kind<portal_register_row> = "meter_register";
template <> constexpr char const* s_kind<portal_reading_row> = "reading";
template <> constexpr char const* s_kind<portal_invoice_row> = "invoice";
template <> constexpr char const* s_kind<portal_invoice_line_row> = "invoice_line";
template <> constexpr char const* s_kind<portal_transaction_row> = "transaction";
template <> constexpr char const* s_kind<portal_document_row> = "document";

std::string in_words(std::string_view kind, std::string_view field, std::string_view what)
{
    std::string words { kind };
    words.append(1, '.').append(field).append(": ").append(what);
    return words;
}

}

Rows::Rows(Instance& instance, Way way)
    : m_instance(instance)
    , m_probe(instance.probe())
    , m_way(way)
{
    m_border.size = sizeof m_border;
    m_border.ctx = this;
    m_border.begin = [](void* self, portal_delivery_head const* head) { return static_cast<Rows*>(self)->begin(*head); };
    m_border.customer = take<portal_customer_row>;
    m_border.supply_point = take<portal_supply_point_row>;
    m_border.meter = take<portal_meter_row>;
    m_border.meter_register = take<portal_register_row>;
    m_border.reading = take<portal_reading_row>;
    m_border.invoice = [](void* self, portal_invoice_row const* row) { return static_cast<Rows*>(self)->invoice(*row); };
    m_border.invoice_line = take<portal_invoice_line_row>;
    m_border.transaction = take<portal_transaction_row>;
    m_border.document = [](void* self, portal_document_row const* row) { return static_cast<Rows*>(self)->document(*row); };
    m_border.problem = [](void* self, portal_text file, std::uint64_t line, portal_error const* error) {
        return static_cast<Rows*>(self)->problem(sdk::from_c(file), line, *error);
    };
    m_border.at = [](void*, portal_text, std::uint64_t) {};
}

template <typename Row> portal_status Rows::take(void* self, Row const* row)
{
    auto& rows = *static_cast<Rows*>(self);
    rows.require_head();
    if constexpr (std::is_same_v<Row, portal_customer_row>)
        if (row->name.len >= s_shortest_name && rows.m_names.size() < s_most_samples)
            rows.m_names.emplace_back(sdk::from_c(row->name));
    return rows.row(*row);
}

template <typename Row> void Rows::judge(std::string_view kind, Row const& row)
{
    if (row.size < sizeof(Row))
        m_probe.find("row.too_small", "size is sizeof the row's struct, " + std::to_string(sizeof(Row)), in_words(kind, "size", std::to_string(row.size)));
    try {
        sdk::visit_fields(row, sdk::FieldCheck {});
    } catch (sdk::RowError const& error) {
        m_probe.find("row.breaks_rule", "rows as portal/row_fields.hpp describes them; a row that is wrong goes to problem()",
            in_words(kind, error.field(), error.what()));
    }
}

template <typename Row> portal_status Rows::row(Row const& row)
{
    judge(s_kind<Row>, row);
    if (m_way.keeps_lines)
        m_lines += row_line(s_kind<Row>, row);
    return counted();
}

portal_status Rows::begin(portal_delivery_head const& head)
{
    m_probe.require(!m_has_begun, "rows.two_heads", "begin once and first", "begin called again");
    m_has_begun = true;
    judge("begin", head);
    if (m_way.keeps_lines)
        m_lines += row_line("begin", head);
    return counted();
}

portal_status Rows::invoice(portal_invoice_row const& given)
{
    require_head();
    auto row = given;
    auto const doing = m_probe.board().doing();
    auto const code = m_instance.code_of(given);
    m_probe.doing(doing);
    if (!code.is_ok())
        return problem({}, 0, code.error);
    row.security_code = sdk::to_c(code.text);
    if (m_bills.size() < s_most_samples)
        m_bills.push_back({ std::string { sdk::from_c(row.number) }, std::string { sdk::from_c(row.reference) }, std::string { sdk::from_c(row.customer) },
            code.text, row.issued, row.total });
    return this->row(row);
}

portal_status Rows::document(portal_document_row const& given)
{
    require_head();
    if (given.len == 0 || given.len > sdk::document_length || given.bytes == nullptr)
        m_probe.find("row.breaks_rule", "a document of 1 byte to " + std::to_string(sdk::document_length) + " bytes", std::to_string(given.len) + " bytes");
    return row(given);
}

portal_status Rows::problem(std::string_view file, std::uint64_t line, portal_error const& error)
{
    if (error.key[0] == 0)
        m_probe.find("problem.no_key", "a key that names what is wrong, such as row.bad_date", "a problem without a key");
    std::string_view const detail { error.detail, ::strnlen(error.detail, sizeof error.detail) };
    for (auto const& name : m_names)
        if (detail.find(name) != std::string_view::npos)
            m_probe.find("error.personal_data", "an error says what was expected and never what stands in the row",
                "a problem's detail holds the customer's name: " + in_quotes(detail));
    if (m_way.keeps_lines)
        m_lines += error_line("problem", file, line, error);
    return counted();
}

void Rows::require_head()
{
    if (!m_has_begun)
        m_probe.find("rows.no_head", "begin before the first row", "a row before begin");
}

portal_status Rows::counted()
{
    if (m_calls > m_way.refuses_from)
        ++m_calls_after_refusal;
    return m_calls++ >= m_way.refuses_from ? m_way.refusal : PORTAL_OK;
}

}
