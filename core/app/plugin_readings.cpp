#include "app/plugin_readings.h"

#include "base/new_file.h"

#include <filesystem>
#include <iostream>

namespace portal::app {

namespace {

class Output final : public plugins::ExportFiles {
public:
    explicit Output(std::string const& place)
        : m_place(place)
        , m_is_folder(std::filesystem::is_directory(place))
    {
    }

    void begin(std::string const& name, std::string const&) override
    {
        if (m_is_folder) {
            // The name is the plugin's: it may not lead out of the folder.
            if (name.find('/') != std::string::npos || name.starts_with('.'))
                throw std::runtime_error("the plugin wants to write a file \"" + name + "\"");
            m_files.push_back(std::make_unique<NewFile>(m_place + "/" + name));
        } else if (m_has_begun)
            throw std::runtime_error("the plugin writes several files: --output has to name a folder that is there");
        else if (m_place != "-")
            m_files.push_back(std::make_unique<NewFile>(m_place));
        m_has_begun = true;
    }
    void write(std::string_view bytes) override
    {
        if (m_files.empty())
            std::cout << bytes;
        else
            m_files.back()->write(bytes);
    }
    void keep()
    {
        for (auto const& file : m_files)
            file->keep();
        if (!std::cout.flush())
            throw std::runtime_error("the readings cannot be written");
    }

private:
    std::string m_place;
    bool m_is_folder;
    bool m_has_begun = false;
    std::vector<std::unique_ptr<NewFile>> m_files;
};

plugins::ExportedReading to_exported(meters::ReportedReading const& reading)
{
    return { reading.id.text(), reading.meter_number, reading.register_code, reading.supply_point, reading.customer_number, reading.is_unusual, reading.read_on,
        reading.value };
}

}

Result<Done, plugins::Rejection> export_in_plugin_format(
    plugins::Plugins& plugins, plugins::Target const& target, meters::Handover& handover, Clock const& clock, std::string const& output)
{
    // Looked for before the plugin is started, which would write the head of an empty file.
    auto page = handover.next();
    if (page.empty())
        return Done {};
    Output files { output };
    auto const next = [&] {
        std::vector<plugins::ExportedReading> readings;
        for (auto const& reading : page)
            readings.push_back(to_exported(reading));
        if (!page.empty())
            page = handover.next();
        return readings;
    };
    auto done = plugins.export_readings(target, next, files);
    if (!done)
        return done;
    files.keep();
    handover.finish(clock);
    return done;
}

}
