// See form.h.
#include "view/form.h"

namespace portal::view {

FormModel& FormModel::field(std::string_view name, std::string value, std::string error_text)
{
    if (!error_text.empty())
        error(name, error_text);
    m_fields.push_back({ std::string { name }, std::move(value), std::move(error_text) });
    return *this;
}

FormModel& FormModel::error(std::string_view field_name, std::string text)
{
    m_errors.emplace_back(field_name, std::move(text));
    return *this;
}

void FormModel::put_into(Model& page, std::string_view error_title) const
{
    for (auto const& each : m_fields) {
        Model field;
        field.set("value", each.value);
        field.set("error", each.error);
        page.set(each.name, std::move(field));
    }
    std::vector<Model> errors;
    for (auto const& [name, text] : m_errors) {
        Model error;
        error.set("href", '#' + name);
        error.set("text", text);
        errors.push_back(std::move(error));
    }
    page.set("error_title", m_errors.empty() ? std::string_view {} : error_title);
    page.set("errors", std::move(errors));
}

std::vector<Model> choices(std::vector<std::pair<std::string, std::string>> const& values_and_texts, std::string_view selected)
{
    std::vector<Model> list;
    for (auto const& [value, text] : values_and_texts) {
        Model choice;
        choice.set("value", value);
        choice.set("text", text);
        choice.set("selected", value == selected);
        list.push_back(std::move(choice));
    }
    return list;
}

}
