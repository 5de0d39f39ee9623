// A value, or the reason why there is none. For refusals that a customer or a utility causes; faults are exceptions.
#pragma once

#include <stdexcept>
#include <utility>
#include <variant>

namespace portal {

// Marks the refusal side where value and refusal could be the same type: return refuse(Refusal::below_last);
template <typename Error> struct Refused {
    Error error;
};

template <typename Error> Refused<std::decay_t<Error>> refuse(Error&& error) { return { std::forward<Error>(error) }; }

template <typename Value, typename Error> class [[nodiscard]] Result {
public:
    Result(Value value)
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }

    template <typename Other>
    Result(Refused<Other> refused)
        : m_content(std::in_place_index<1>, std::move(refused.error))
    {
    }

    explicit operator bool() const { return m_content.index() == 0; }

    // Asking for the side that is not there is a bug of the caller: std::logic_error.
    Value const& operator*() const& { return value(); }
    Value& operator*() & { return const_cast<Value&>(std::as_const(*this).value()); }
    Value&& operator*() && { return std::move(const_cast<Value&>(std::as_const(*this).value())); }
    Value const* operator->() const { return &value(); }
    Value* operator->() { return &**this; }
    Error const& refusal() const
    {
        if (*this)
            throw std::logic_error("Result holds a value, not a refusal");
        return std::get<1>(m_content);
    }

    Value value_or(Value fallback) const { return *this ? value() : std::move(fallback); }

private:
    Value const& value() const
    {
        if (!*this)
            throw std::logic_error("Result holds a refusal, not a value");
        return std::get<0>(m_content);
    }

    std::variant<Value, Error> m_content;
};

// For acts that give nothing back when they succeed: return Done {};
struct Done {
    bool operator==(Done const&) const = default;
};

}
