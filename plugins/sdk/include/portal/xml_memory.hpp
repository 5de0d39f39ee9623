// What expat may take for itself, so that no file makes it grow: it keeps every name that it has seen.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <utility>

#include <expat.h>

namespace portal::sdk {

class XmlMemory {
public:
    explicit XmlMemory(std::size_t most)
        : m_left(most)
    {
    }
    XmlMemory(XmlMemory const&) = delete;
    XmlMemory& operator=(XmlMemory const&) = delete;

    static XML_Memory_Handling_Suite const& suite()
    {
        static constexpr XML_Memory_Handling_Suite s_suite { allocate, reallocate, release };
        return s_suite;
    }

    // While it lives, what is allocated counts for this memory. expat says nobody for whom it asks.
    class Use {
    public:
        explicit Use(XmlMemory& memory)
            : m_before(std::exchange(s_current, &memory))
        {
        }
        Use(Use const&) = delete;
        Use& operator=(Use const&) = delete;
        ~Use() { s_current = m_before; }

    private:
        XmlMemory* m_before;
    };

private:
    // In front of each block.
    struct alignas(std::max_align_t) Head {
        XmlMemory* owner;
        std::size_t size;
    };

    static void* allocate(std::size_t size)
    {
        if (s_current == nullptr || size > s_current->m_left)
            return nullptr;
        auto* const head = static_cast<Head*>(std::malloc(sizeof(Head) + size));
        return head == nullptr ? nullptr : owned(head, *s_current, size);
    }
    static void* reallocate(void* block, std::size_t size)
    {
        if (block == nullptr)
            return allocate(size);
        auto* const head = static_cast<Head*>(block) - 1;
        auto& owner = *head->owner;
        auto const before = head->size;
        if (size > before && size - before > owner.m_left)
            return nullptr;
        auto* const moved = static_cast<Head*>(std::realloc(head, sizeof(Head) + size));
        if (moved == nullptr)
            return nullptr;
        owner.m_left += before;
        return owned(moved, owner, size);
    }
    static void release(void* block)
    {
        if (block == nullptr)
            return;
        auto* const head = static_cast<Head*>(block) - 1;
        head->owner->m_left += head->size;
        std::free(head);
    }
    static void* owned(Head* head, XmlMemory& owner, std::size_t size)
    {
        *head = { &owner, size };
        owner.m_left -= size;
        return head + 1;
    }

    inline static thread_local XmlMemory* s_current = nullptr;
    std::size_t m_left;
};

}
