#include "features/invoices/invoices_service.h"

#include "features/invoices/invoices_store.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace portal::invoices {

namespace {

using Direction = ListPosition::Direction;

Date day(int year, unsigned month, unsigned day_of_month)
{
    return Date { std::chrono::year { year }, std::chrono::month { month }, std::chrono::day { day_of_month } };
}

IssuedBetween issued_in(std::optional<int> year)
{
    return year ? IssuedBetween { day(*year, 1, 1), day(*year, 12, 31) } : IssuedBetween { day(1900, 1, 1), day(2999, 12, 31) };
}

bool is_newer(Invoice const& left, Invoice const& right) { return std::tie(left.issued, left.id) > std::tie(right.issued, right.id); }

// A credit note's own movement counts for the bill that the note corrects.
void add_settled(std::vector<Invoice>& invoices, Settled settled, std::vector<Correction> const& corrections)
{
    for (auto const& [credit_note, corrected] : corrections)
        if (auto const found = settled.find(credit_note); found != settled.end())
            settled[corrected] += found->second;
    for (auto& invoice : invoices)
        if (auto const found = settled.find(invoice.number); found != settled.end())
            invoice.settled = Money { found->second, invoice.payable.currency() };
}

}

Page list(db::Session& session, ListQuestion const& question)
{
    auto const issued = issued_in(question.year);
    auto const position = question.position.value_or(ListPosition::above_all());
    Page page;
    for (auto const& scope : question.scopes) {
        InvoiceStore store { session, scope };
        auto invoices = store.list(issued, position, page_size);
        add_settled(invoices, store.settled(), store.corrections());
        std::move(invoices.begin(), invoices.end(), std::back_inserter(page.invoices));
    }
    // Of several customers' pages those that are nearest to the position, in either direction.
    std::sort(page.invoices.begin(), page.invoices.end(), is_newer);
    if (page.invoices.size() > page_size) {
        auto const surplus = static_cast<std::ptrdiff_t>(page.invoices.size()) - page_size;
        if (position.direction == Direction::older)
            page.invoices.erase(page.invoices.end() - surplus, page.invoices.end());
        else
            page.invoices.erase(page.invoices.begin(), page.invoices.begin() + surplus);
    }

    auto const place = page.invoices.empty() ? position : ListPosition { Direction::older, page.invoices.front().issued, page.invoices.front().id.value() };
    std::int64_t newer = 0;
    for (auto const& scope : question.scopes) {
        auto const [total, newer_here] = InvoiceStore { session, scope }.count(issued, place);
        page.range.total += total;
        newer += newer_here;
    }
    if (!page.invoices.empty()) {
        page.range.first = newer + 1;
        page.range.last = newer + static_cast<std::int64_t>(page.invoices.size());
    }
    return page;
}

std::vector<int> years(db::Session& session, std::vector<CustomerScope> const& scopes)
{
    int first = std::numeric_limits<int>::max();
    int last = 0;
    for (auto const& scope : scopes)
        if (auto const span = InvoiceStore { session, scope }.span()) {
            first = std::min(first, static_cast<int>(span->from.year()));
            last = std::max(last, static_cast<int>(span->to.year()));
        }
    std::vector<int> years;
    for (int year = last; year >= first; --year)
        years.push_back(year);
    return years;
}

std::optional<InvoiceWithLines> find(db::Session& session, std::vector<CustomerScope> const& scopes, InvoiceId id)
{
    for (auto const& scope : scopes) {
        InvoiceStore store { session, scope };
        if (auto const found = store.find(id)) {
            auto const& [invoice, details] = *found;
            std::vector<Invoice> invoices { invoice };
            add_settled(invoices, store.settled(), store.corrections());
            return InvoiceWithLines { scope, std::move(invoices.front()), details, store.lines(invoice.number) };
        }
    }
    return std::nullopt;
}

Standing standing(db::Session& session, CustomerScope const& scope, Settled settled, Date today)
{
    auto invoices = InvoiceStore { session, scope }.all();
    std::vector<Correction> corrections;
    for (auto const& invoice : invoices)
        if (invoice.kind == Kind::credit_note && !invoice.corrects.empty())
            corrections.push_back({ invoice.number, invoice.corrects });
    add_settled(invoices, std::move(settled), corrections);

    Standing standing;
    for (auto const& invoice : invoices) {
        standing.ids.emplace(invoice.number, invoice.id);
        auto const is_a_bill = invoice.kind == Kind::invoice || invoice.kind == Kind::advance;
        if (is_a_bill && (!standing.latest || is_newer(invoice, *standing.latest)))
            standing.latest = invoice;
        auto const still = rest(invoice).minor();
        if (state(invoice, today) == State::overdue)
            standing.overdue += still;
        else if (still > 0 && invoice.due && (!standing.earliest_due || *invoice.due < *standing.earliest_due))
            standing.earliest_due = invoice.due;
    }
    return standing;
}

}
