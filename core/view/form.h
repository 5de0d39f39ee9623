// Form fields with their errors, and the summary of errors that stands on top of a page.
#pragma once

#include "view/model.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal::view {

// Collects what a form shows. Every field becomes {value, error}; the page gets "errors", a list of {href, text} in the
// order of the fields, linked to the fields' ids (the id is the field's name), and "error_title".
class FormModel {
public:
    // The typed value, and what is wrong with it ("" when nothing is).
    FormModel& field(std::string_view name, std::string value, std::string error = {});
    // An error of the form as a whole, linked to the field where mending it starts.
    FormModel& error(std::string_view field_name, std::string text);
    bool has_errors() const { return !m_errors.empty(); }
    // Sets the fields and "errors" in the model of the page. `error_title` heads the summary.
    void put_into(Model& page, std::string_view error_title) const;

private:
    struct Field {
        std::string name, value, error;
    };
    std::vector<Field> m_fields;
    std::vector<std::pair<std::string, std::string>> m_errors;
};

// The choices of a drop-down: a list of {value, text, selected}.
std::vector<Model> choices(std::vector<std::pair<std::string, std::string>> const& values_and_texts, std::string_view selected);

}
