// Whose bills or movements a delivery changes, so whose sums are to be derived anew; in bounded memory.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace portal::imports {

// One thread.
class TouchedCustomers {
public:
    void add(std::string_view number)
    {
        if (m_is_everybody || number == m_last || m_numbers.contains(number))
            return;
        m_last = number;
        m_numbers.insert(m_last);
        if (m_numbers.size() > s_most)
            add_everybody();
    }
    void add_everybody()
    {
        m_is_everybody = true;
        m_numbers.clear();
    }

    // Then numbers() is empty.
    bool is_everybody() const { return m_is_everybody; }
    std::set<std::string, std::less<>> const& numbers() const { return m_numbers; }

private:
    static constexpr std::size_t s_most = 100'000; // some ten megabytes

    std::set<std::string, std::less<>> m_numbers;
    std::string m_last; // a bill's movement often follows the bill
    bool m_is_everybody = false;
};

}
