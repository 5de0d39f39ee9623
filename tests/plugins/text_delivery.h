// A delivery of texts in memory, and a sink that notes the problems: what reads a delivery is tested without a host.
#pragma once

#include <portal/plugin.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace portal::test {

class TextDelivery {
public:
    // step: how many bytes a read gives at most.
    explicit TextDelivery(std::vector<std::pair<std::string, std::string>> files, std::size_t step = 1'000'000)
        : m_files(std::move(files))
        , m_step(step)
    {
        m_border.size = sizeof m_border;
        m_border.ctx = this;
        m_border.next = [](void* self, portal_text* name) { return static_cast<TextDelivery*>(self)->next(*name); };
        m_border.read = [](void* self, void* buffer, std::size_t capacity) { return static_cast<TextDelivery*>(self)->read(buffer, capacity); };
    }
    TextDelivery(TextDelivery const&) = delete;
    TextDelivery& operator=(TextDelivery const&) = delete;

    portal_delivery& border() { return m_border; }

private:
    std::int32_t next(portal_text& name)
    {
        if (m_opened == m_files.size())
            return 0;
        name = sdk::to_c(m_files[m_opened++].first);
        m_at = 0;
        return 1;
    }
    std::int64_t read(void* buffer, std::size_t capacity)
    {
        auto const given = m_files.at(m_opened - 1).second.copy(static_cast<char*>(buffer), std::min(m_step, capacity), m_at);
        m_at += given;
        return static_cast<std::int64_t>(given);
    }

    std::vector<std::pair<std::string, std::string>> m_files;
    std::size_t m_step;
    std::size_t m_opened = 0, m_at = 0;
    portal_delivery m_border {};
};

// "file:line key field" of every row that was skipped.
class ProblemSink {
public:
    ProblemSink()
    {
        m_border.size = sizeof m_border;
        m_border.ctx = this;
        m_border.problem = [](void* self, portal_text file, std::uint64_t line, portal_error const* error) {
            static_cast<ProblemSink*>(self)->problems.push_back(
                std::string { sdk::from_c(file) } + ":" + std::to_string(line) + " " + error->key + (error->field[0] == 0 ? "" : " ") + error->field);
            return portal_status { PORTAL_OK };
        };
    }
    ProblemSink(ProblemSink const&) = delete;
    ProblemSink& operator=(ProblemSink const&) = delete;

    sdk::Sink sink() const { return sdk::Sink { m_border }; }
    std::vector<std::string> problems;

private:
    portal_import_sink m_border {};
};

}
