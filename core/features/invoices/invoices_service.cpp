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

// How many bills of a customer the list has, and how many of them are newer than a place in it.
struct Counts {
    std::int64_t total = 0, newer = 0;
};

Counts count(InvoiceStore& store, std::optional<int> year, ListPosition const& place)
{
    auto const years = store.years();
    auto const place_year = static_cast<int>(place.date.year());
    auto const has_rows_there = years.contains(place_year) && years.at(place_year).count > 0;
    if (year) {
        auto const found = years.find(*year);
        auto const total = found == years.end() ? 0 : found->second.count;
        return { total, place_year > *year ? 0 : place_year < *year ? total : has_rows_there ? store.newer_in_year(place) : 0 };
    }
    Counts counts;
    for (auto const& [number, bills] : years) {
        counts.total += bills.count;
        if (number > place_year)
            counts.newer += bills.count;
    }
    if (has_rows_there)
        counts.newer += store.newer_in_year(place);
    return counts;
}

}

Page list(db::Session& session, ListQuestion const& question)
{
    auto const issued = issued_in(question.year);
    auto const position = question.position.value_or(ListPosition::above_all());
    Page page;
    for (auto const& scope : question.scopes) {
        auto invoices = InvoiceStore { session, scope }.list(issued, position, page_size);
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
        InvoiceStore store { session, scope };
        auto const counts = count(store, question.year, place);
        page.range.total += counts.total;
        newer += counts.newer;
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
        for (auto const& [year, bills] : InvoiceStore { session, scope }.years())
            if (bills.count > 0) {
                first = std::min(first, year);
                last = std::max(last, year);
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
            return InvoiceWithLines { scope, invoice, details, store.lines(invoice.number), store.original(invoice.number) };
        }
    }
    return std::nullopt;
}

std::optional<OriginalFile> find_original(db::Session& session, std::vector<CustomerScope> const& scopes, InvoiceId id)
{
    for (auto const& scope : scopes) {
        InvoiceStore store { session, scope };
        auto const found = store.find(id);
        if (!found)
            continue;
        auto const original = store.original(found->first.number);
        auto bytes = original ? store.bytes_of(*original) : std::nullopt;
        return bytes ? std::optional { OriginalFile { *original, std::move(*bytes) } } : std::nullopt;
    }
    return std::nullopt;
}

void each(db::Session& session, CustomerScope const& scope, std::function<void(Invoice const&, InvoiceDetails const&)> const& tell)
{
    constexpr int at_once = 500;
    InvoiceStore store { session, scope };
    auto place = ListPosition::above_all();
    for (;;) {
        auto const page = store.older_with_details(place, at_once);
        for (auto const& [invoice, details] : page)
            tell(invoice, details);
        if (page.size() < at_once)
            return;
        place = { Direction::older, page.back().first.issued, page.back().first.id.value() };
    }
}

}
