#pragma once

#include <string>
#include <utility>
#include <vector>

namespace slipway::api {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The form of a batch: `a_form().file("package", "a.deb", bytes)`.
class FormBuilder {
public:
    FormBuilder& file(const std::string& field, const std::string& name, const std::string& bytes,
                      const Fields& fields = {});
    FormBuilder& text(const std::string& field, const std::string& value);
    std::string body() const { return text_ + "--b--\r\n"; }

private:
    std::string text_;
};
inline FormBuilder a_form() { return {}; }
inline const Fields form_fields = {{"Content-Type", "multipart/form-data; boundary=b"}};

}  // namespace slipway::api
