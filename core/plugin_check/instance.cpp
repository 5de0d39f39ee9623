#include "plugin_check/instance.h"

#include "plugin_check/sanitized.h"

#include "base/text.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <iterator>

namespace portal::plugin_check {

namespace {

constexpr double s_most_seconds = is_sanitized ? 10 : 1; // of computing, for one call about one text
constexpr std::size_t s_most_answered = 2U << 20; // what is longer than it may be is still seen
constexpr std::uint64_t s_most_logged = 1'000;
constexpr unsigned char s_guard = 0xA5;
constexpr std::size_t s_shortest_typed = 6; // what is shorter may stand in an error by chance

double computing_seconds()
{
    timespec time {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

portal_status append(void* context, portal_text text)
{
    auto& answer = *static_cast<std::string*>(context);
    if (text.len > s_most_answered - answer.size())
        return PORTAL_INTERNAL;
    answer += sdk::from_c(text);
    return PORTAL_OK;
}

template <std::size_t Size> bool is_terminated(char const (&text)[Size]) { return std::memchr(text, 0, Size) != nullptr; }

template <std::size_t Size> std::string_view view(char const (&text)[Size]) { return { text, ::strnlen(text, Size) }; }

bool is_plain(std::string_view text) { return is_utf8(text) && !has_control_characters(text); }

// "reference.check_digit": parts of small letters, digits and underscores, at least two.
bool is_key(std::string_view key)
{
    auto const parts = split(key, '.');
    return parts.size() >= 2 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return !part.empty() && part[0] >= 'a' && part[0] <= 'z'
            && std::all_of(part.begin(), part.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    });
}

portal_text c_text(std::string const& text) { return { text.data(), text.size() }; }

struct OpenedTenant : portal_tenant {
    SettingMap const* settings = nullptr;
};

portal_text setting_key(portal_tenant const* tenant, std::uint32_t index)
{
    auto const& settings = *static_cast<OpenedTenant const*>(tenant)->settings;
    return index < settings.size() ? c_text(std::next(settings.begin(), index)->first) : portal_text {};
}

portal_text setting(portal_tenant const* tenant, char const* key)
{
    auto const& settings = *static_cast<OpenedTenant const*>(tenant)->settings;
    auto const found = key ? settings.find(key) : settings.end();
    return found == settings.end() ? portal_text {} : c_text(found->second);
}

}

std::string status_name(portal_status status)
{
    switch (status) {
    case PORTAL_OK: return "PORTAL_OK";
    case PORTAL_REJECTED: return "PORTAL_REJECTED";
    case PORTAL_BAD_SETTINGS: return "PORTAL_BAD_SETTINGS";
    case PORTAL_BAD_DATA: return "PORTAL_BAD_DATA";
    case PORTAL_STOPPED: return "PORTAL_STOPPED";
    case PORTAL_INTERNAL: return "PORTAL_INTERNAL";
    default: return "status " + std::to_string(status);
    }
}

std::string in_words(Answer const& answer)
{
    if (answer.is_ok())
        return answer.text.empty() ? "PORTAL_OK" : in_quotes(answer.text);
    auto words = status_name(answer.status) + " " + escaped(view(answer.error.key));
    if (answer.error.field[0] != 0)
        words += " (" + escaped(view(answer.error.field)) + ")";
    if (answer.error.detail[0] != 0)
        words += ": " + escaped(view(answer.error.detail));
    return words;
}

// Around the error that the plugin fills stands what it must not touch.
template <typename Call> Answer Instance::watched(Call call)
{
    struct {
        portal_error error;
        unsigned char guard[256];
    } guarded {};
    std::memset(guarded.guard, s_guard, sizeof guarded.guard);
    guarded.error.size = sizeof guarded.error;
    Answer answer;
    answer.status = call(answer, guarded.error);
    answer.error = guarded.error;
    m_probe.require(std::all_of(std::begin(guarded.guard), std::end(guarded.guard), [](unsigned char byte) { return byte == s_guard; }), "error.overrun",
        "nothing is written behind the portal_error", "the bytes behind it are changed");
    return answer;
}

Instance::Instance(Probe& probe, Library const& library, Tenant const& tenant)
    : m_probe(probe)
    , m_library(library)
{
    m_host.size = sizeof(portal_host);
    m_host.version = "1.0";
    m_host.self = this;
    m_host.log = [](portal_host const* host, std::int32_t level, portal_text text) { static_cast<Host const*>(host)->self->log(level, sdk::from_c(text)); };
    m_host.stopping = [](portal_host const* host) { return std::int32_t { static_cast<Host const*>(host)->is_stopping ? 1 : 0 }; };
    OpenedTenant given {};
    given.size = sizeof(portal_tenant);
    given.slug = c_text(tenant.slug);
    given.time_zone = c_text(tenant.time_zone);
    given.language = c_text(tenant.language);
    given.currency = c_text(tenant.currency);
    given.today = tenant.today;
    given.setting = setting;
    given.setting_key = setting_key;
    given.settings = &tenant.settings;
    m_opened = watched([&](Answer&, portal_error& error) { return library.plugin->open(&m_host, &given, &m_instance, &error); });
    judge_error(m_opened, { PORTAL_BAD_SETTINGS });
}

Instance::~Instance() { close(); }

void Instance::close()
{
    if (m_opened.is_ok())
        m_library.plugin->close(m_instance);
    m_opened.status = PORTAL_STOPPED;
}

Answer Instance::ask(TextFunction const& function, std::string_view typed)
{
    m_probe.doing(std::string { function.name } + "(" + in_quotes(typed, 120) + ")");
    m_typed = typed;
    auto const before = computing_seconds();
    auto const answer = watched([&](Answer& into, portal_error& error) {
        return function.call(m_instance, m_edge.hold(typed), { &into.text, append }, &error);
    });
    auto const took = computing_seconds() - before;
    m_typed = {};
    m_probe.require(took < s_most_seconds, "time.slow", "an answer within a second of computing, because a customer waits for it",
        std::to_string(took).substr(0, 5) + " s for " + std::to_string(typed.size()) + " bytes");
    judge_error(answer, { PORTAL_REJECTED });
    if (answer.is_ok())
        judge_text(answer, function.longest);
    else
        for (auto const text : { view(answer.error.field), view(answer.error.detail) })
            m_probe.require(typed.size() < s_shortest_typed || text.find(typed) == std::string_view::npos, "error.personal_data",
                "an error says what was expected and never what was typed", in_words(answer));
    return answer;
}

Answer Instance::derive(portal_bill const& bill)
{
    m_probe.doing("security-code.derive(bill " + in_quotes(sdk::from_c(bill.document)) + ")");
    auto const answer = watched([&](Answer& into, portal_error& error) { return m_library.code->derive(m_instance, &bill, { &into.text, append }, &error); });
    judge_error(answer, { PORTAL_REJECTED, PORTAL_BAD_DATA });
    if (answer.is_ok())
        judge_text(answer, 64);
    return answer;
}

Answer Instance::code_of(portal_invoice_row const& row)
{
    auto const* const code = m_library.code;
    bool const asks_instance = code && code->size >= sizeof(portal_security_code) && code->is_document_number_here;
    bool const is_number = asks_instance ? code->is_document_number_here(m_instance) == 1 : code && code->is_document_number == 1;
    auto const given = is_number ? row.number : row.security_code;
    if (code && given.len > 0)
        return ask({ "security-code.normalise", code->normalise, 64 }, sdk::from_c(given));
    if (code && code->derive)
        return derive({ sizeof(portal_bill), row.reference, row.customer, row.number, row.issued, row.total });
    return {};
}

Answer Instance::import(portal_delivery& delivery, portal_import_sink const& sink, portal_status passed_on)
{
    auto const answer = watched([&](Answer&, portal_error& error) { return m_library.import->run(m_instance, &delivery, &sink, &error); });
    if (answer.status != passed_on)
        judge_error(answer, { PORTAL_BAD_DATA });
    return answer;
}

Answer Instance::export_readings(portal_readings& readings, portal_file_out const& out)
{
    auto const answer = watched([&](Answer&, portal_error& error) { return m_library.readings_export->run(m_instance, &readings, &out, &error); });
    judge_error(answer, { PORTAL_BAD_DATA });
    return answer;
}

void Instance::judge_error(Answer const& answer, std::initializer_list<portal_status> allowed)
{
    if (answer.is_ok())
        return;
    m_probe.require(answer.status != PORTAL_INTERNAL, "status.internal", "an answer, or a refusal that says what is wrong", in_words(answer));
    std::string names = "PORTAL_OK";
    for (auto const one : allowed)
        names += ", " + status_name(one);
    m_probe.require(answer.status == PORTAL_INTERNAL || std::find(allowed.begin(), allowed.end(), answer.status) != allowed.end(), "status.unexpected",
        "one of " + names, in_words(answer));
    auto const& error = answer.error;
    m_probe.require(is_terminated(error.key) && is_terminated(error.field) && is_terminated(error.detail), "error.not_terminated",
        "key, field and detail end with a zero byte", "they are filled to the last byte");
    m_probe.require(error.key[0] != 0, "error.no_key", "a key that names a text of the catalogue, such as reference.check_digit", "an empty key");
    m_probe.require(error.key[0] == 0 || is_key(view(error.key)), "error.odd_key",
        "a key such as reference.check_digit: small letters, digits, underscores and points", in_quotes(view(error.key)));
    m_probe.require(is_plain(view(error.field)) && is_plain(view(error.detail)), "error.not_text", "UTF-8 without control characters in field and detail",
        in_quotes(view(error.field)) + ", " + in_quotes(view(error.detail)));
}

void Instance::judge_text(Answer const& answer, std::size_t longest)
{
    m_probe.require(is_plain(answer.text), "answer.not_text", "UTF-8 without control characters", in_quotes(answer.text));
    m_probe.require(
        answer.text.size() <= longest, "answer.too_long", "at most " + std::to_string(longest) + " bytes", std::to_string(answer.text.size()) + " bytes");
}

void Instance::log(std::int32_t level, std::string_view text)
{
    m_probe.require(level >= PORTAL_LOG_INFO && level <= PORTAL_LOG_ERROR, "log.odd_level", "level 1 (info), 2 (warning) or 3 (error)", std::to_string(level));
    m_probe.require(m_typed.size() < s_shortest_typed || text.find(m_typed) == std::string_view::npos, "log.personal_data", "a log without what customers type",
        in_quotes(text));
    m_probe.require(is_plain(text), "log.not_text", "UTF-8 without control characters", in_quotes(text));
    m_probe.require(
        ++m_logged <= s_most_logged, "log.flood", "a line where an admin can do something about it", "more than " + std::to_string(s_most_logged) + " lines");
}

}
