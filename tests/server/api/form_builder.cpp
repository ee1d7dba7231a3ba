#include "tests/server/api/form_builder.hpp"

namespace slipway::api {

FormBuilder& FormBuilder::file(const std::string& field, const std::string& name, const std::string& bytes,
                               const Fields& fields) {
    text_ += "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name + "\"\r\n";
    for (const auto& [key, value] : fields) text_.append(key).append(": ").append(value).append("\r\n");
    text_ += "\r\n" + bytes + "\r\n";
    return *this;
}

FormBuilder& FormBuilder::text(const std::string& field, const std::string& value) {
    text_ += "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n";
    return *this;
}

}  // namespace slipway::api
