// A text that must not be printed: passwords, codes, tokens, keys. Wiped when it goes.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace portal {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value)
        : m_value(std::move(value))
    {
    }
    Secret(Secret const&) = default;
    Secret(Secret&& other) noexcept
        : m_value(std::exchange(other.m_value, {}))
    {
    }
    Secret& operator=(Secret other) noexcept
    {
        m_value.swap(other.m_value);
        return *this;
    }
    ~Secret() { explicit_bzero_value(); }

    // The only way out; whoever calls it answers for where it goes.
    std::string const& reveal() const { return m_value; }
    bool empty() const { return m_value.empty(); }
    std::size_t size() const { return m_value.size(); }

    friend std::ostream& operator<<(std::ostream&, Secret const&) = delete;

private:
    void explicit_bzero_value();
    std::string m_value;
};

}
