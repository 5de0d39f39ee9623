#include "web/router.h"

#include "base/text.h"

#include <stdexcept>
#include <utility>

namespace portal::web {

Route::Route(Method method, std::string pattern, Handler handler)
    : m_method(method)
    , m_pattern(std::move(pattern))
    , m_handler(std::move(handler))
{
    read_pattern();
}

Route::Route(std::string pattern, UploadHandler handler)
    : m_method(Method::put)
    , m_pattern(std::move(pattern))
    , m_upload_handler(std::move(handler))
{
    read_pattern();
}

void Route::read_pattern()
{
    if (!m_pattern.starts_with('/') || (!m_handler && !m_upload_handler))
        throw std::logic_error("a route is a path and a page function: " + m_pattern);
    for (auto const part : split(std::string_view { m_pattern }.substr(1), '/')) {
        if (!m_parts.empty() && m_parts.back().is_rest)
            throw std::logic_error("nothing can follow the rest of a path: " + m_pattern);
        if (!part.starts_with('{') || !part.ends_with('}')) {
            m_parts.push_back({ std::string { part }, false, false });
            continue;
        }
        bool const is_rest = part.ends_with("...}");
        m_parts.push_back({ std::string { part.substr(1, part.size() - (is_rest ? 5 : 2)) }, !is_rest, is_rest });
    }
}

Route& Route::open()
{
    m_who = Who::anyone;
    return *this;
}

Route& Route::bare()
{
    if (m_method == Method::post)
        throw std::logic_error("a POST without session or visitor could not be told from a forged one: " + m_pattern);
    m_who = Who::nobody;
    return *this;
}

Route& Route::machine(std::string_view right)
{
    m_who = Who::machine;
    m_right = right;
    return *this;
}

Route& Route::limit(int count, std::chrono::seconds window)
{
    m_limit = Limit { count, window };
    return *this;
}

std::optional<Parameters> Route::match(std::string_view path) const
{
    Parameters values;
    path.remove_prefix(1); // every path begins with a slash
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        auto const& part = m_parts[i];
        if (part.is_rest) {
            values.add(part.text, std::string { path });
            return values;
        }
        auto const end = path.find('/');
        auto const text = path.substr(0, end);
        if (part.is_value ? text.empty() : text != part.text)
            return std::nullopt;
        if (part.is_value)
            values.add(part.text, std::string { text });
        bool const is_last = i + 1 == m_parts.size();
        if (is_last != (end == std::string_view::npos))
            return std::nullopt;
        path.remove_prefix(is_last ? path.size() : end + 1);
    }
    return values;
}

std::vector<int> Route::shape() const
{
    std::vector<int> shape;
    for (auto const& part : m_parts)
        shape.push_back(part.is_rest ? 2 : part.is_value ? 1 : 0);
    return shape;
}

bool Route::collides_with(Route const& other) const
{
    if (m_method != other.m_method || shape() != other.shape())
        return false;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (!m_parts[i].is_value && !m_parts[i].is_rest && m_parts[i].text != other.m_parts[i].text)
            return false;
    return true;
}

Route& Router::add(Method method, std::string_view pattern, Handler handler) { return add(Route { method, std::string { pattern }, std::move(handler) }); }

Route& Router::upload(std::string_view pattern, std::string_view right, UploadHandler handler)
{
    return add(Route { std::string { pattern }, std::move(handler) }).machine(right);
}

Route& Router::add(Route&& route)
{
    for (auto const& known : m_routes)
        if (known.collides_with(route))
            throw std::logic_error("two routes for one path: " + known.pattern() + " and " + route.pattern());
    return m_routes.emplace_back(std::move(route));
}

Router::Match Router::find(Method method, std::string_view path) const
{
    auto const wanted = method == Method::head ? Method::get : method;
    Match best;
    std::vector<int> best_shape;
    for (auto const& route : m_routes) {
        auto values = route.match(path);
        if (!values)
            continue;
        best.allowed += (best.allowed.empty() ? "" : ", ") + std::string { route.method() == Method::get ? "GET, HEAD" : method_name(route.method()) };
        // Literals are 0 in a shape, values 1, the rest 2: the smallest is the most exact.
        if (route.method() != wanted || (best.route && best_shape <= route.shape()))
            continue;
        best.route = &route;
        best.values = std::move(*values);
        best_shape = route.shape();
    }
    return best;
}

}
