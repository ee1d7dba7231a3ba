// Where an uploaded file goes: the checks that need no byte of it.
#include "publishing/intake/destination.hpp"

#include "base/text.hpp"
#include "repo-format/formats/package_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::publishing {
namespace {

Error unsupported(std::string_view file_name) {
    return Error("unsupported-format"_problem,
                 "\"" + std::string(file_name) +
                     "\" is neither a .deb nor an .rpm; other kinds (.udeb, .dsc, .changes …) are not supported yet");
}

Result<const storage::DistroRow*> default_distro(const RepositoryState& repository, Format format) {
    const storage::DistroRow* only = nullptr;
    std::size_t count = 0;
    for (const auto& distro : repository.settings.distros) {
        if (distro.format != format) continue;
        if (distro.is_default) return &distro;
        only = &distro;
        ++count;
    }
    if (count == 1) return only;
    if (count == 0)
        return Error("wrong-format"_problem, "repository " + repository.settings.name + " has no distro of format " +
                                                 std::string(name_of(format)));
    return Error("ambiguous-distro"_problem, "repository " + repository.settings.name +
                                                 " has several distros of format " + std::string(name_of(format)) +
                                                 " and no default; say which distro it is for");
}

}  // namespace

Result<std::vector<const storage::DistroRow*>> resolve_distros(const RepositoryState& repository, Format format,
                                                               const Destination& destination) {
    if (destination.distros.empty()) return std::vector{TRY(default_distro(repository, format))};
    std::vector<const storage::DistroRow*> distros;
    for (const auto& name : destination.distros) {
        const auto* distro = repository.find_distro(name);
        if (distro == nullptr) return no_distro(repository, name);
        if (distro->format != format)
            return Error("wrong-format"_problem, fmt::format("distro {} takes .{} files; this is a .{}", name,
                                                             name_of(distro->format), name_of(format)));
        if (std::find(distros.begin(), distros.end(), distro) == distros.end()) distros.push_back(distro);
    }
    return distros;
}

Result<std::string> resolve_component(const storage::DistroRow& distro, const std::string& component) {
    if (!formats::of(distro.format).traits().has_components) {
        if (component.empty()) return std::string();
        return Error("unknown-component"_problem, fmt::format("distro {} is of format {}: it has no components",
                                                              distro.name, name_of(distro.format)));
    }
    if (component.empty()) return distro.components.front();
    for (const auto& known : distro.components)
        if (known == component) return component;
    return Error("unknown-component"_problem, "distro " + distro.name + " has no component \"" + component +
                                                  "\"; it has: " + join(distro.components, ", ") +
                                                  ". An administrator declares a new one in the distro");
}

Result<> check_destination(const RepositoryState& repository, std::string_view file_name,
                           const Destination& destination) {
    std::optional<Format> format;
    if (!file_name.empty()) {
        const auto* named = formats::with_ending(file_name);
        if (named == nullptr) return unsupported(file_name);
        format = named->traits().format;
    } else if (!destination.distros.empty()) {
        const auto* distro = repository.find_distro(destination.distros.front());
        if (distro == nullptr) return no_distro(repository, destination.distros.front());
        format = distro->format;
    } else {
        return {};  // neither a name nor a target: the bytes will decide
    }
    for (const auto* distro : TRY(resolve_distros(repository, *format, destination)))
        TRY(resolve_component(*distro, destination.component));
    return {};
}

}  // namespace slipway::publishing
