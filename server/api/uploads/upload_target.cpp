#include "server/api/uploads/upload_target.hpp"

#include "base/text.hpp"
#include "publishing/model/names.hpp"

namespace slipway::api {

Result<publishing::Destination> destination_of(std::string_view distros, std::string_view component) {
    publishing::Destination destination;
    if (!distros.empty())
        for (const auto name : split(distros, ',')) {
            TRY(publishing::check_name(publishing::NameOf::distro, name));
            destination.distros.emplace_back(name);
        }
    if (!component.empty()) TRY(publishing::check_name(publishing::NameOf::component, component));
    destination.component = component;
    return destination;
}

Result<publishing::Destination> destination_of_field(std::string_view field, const publishing::Destination& otherwise) {
    if (field == "package" || field == "file") return otherwise;
    const auto slash = field.find('/');
    const auto component = slash == field.npos ? std::string_view(otherwise.component) : field.substr(slash + 1);
    const auto distro = field.substr(0, slash);
    TRY(publishing::check_name(publishing::NameOf::distro, distro)
            .during("the form field '" + std::string(field.substr(0, 100)) + "'"));
    return destination_of(distro, component);
}

std::string_view base_name(std::string_view file_name) {
    const auto slash = file_name.find_last_of("/\\");
    return slash == file_name.npos ? file_name : file_name.substr(slash + 1);
}

}  // namespace slipway::api
