#include "tests/server/api/random_requests.hpp"

#include "base/text.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using Type = Schema::Type;

std::string joined_place(const std::string& within, std::string_view name) {
    return within.empty() ? std::string(name) : within + "." + std::string(name);
}

const std::vector<std::string>* texts_for(const Known& known, const std::string& within, std::string_view name) {
    auto found = known.find(joined_place(within, name));
    if (found == known.end()) found = known.find(name);
    return found == known.end() ? nullptr : &found->second;
}

}  // namespace

RandomRequest RandomRequests::make(const Operation& operation, const Known& known) {
    RandomRequest request;
    request.method = operation.method;
    if (operation.use == BodyUse::upload) {
        auto names = known;
        const auto first = package();
        names["package"] = {first.file_name};
        request.target = path(operation, names) + query(operation, names);
        add_upload(request, first);
        return request;
    }
    request.target = path(operation, known) + query(operation, known);
    if (operation.use == BodyUse::json) request.body = object(*operation.body, "", known).text();
    request.text = request.target + " " + request.body.value_or("");
    return request;
}

std::string RandomRequests::path(const Operation& operation, const Known& known) {
    std::string path;
    for (const auto segment : split(operation.path.substr(1), '/')) {
        path += '/';
        if (!segment.starts_with('{')) {
            path += segment;
            continue;
        }
        const auto* texts = texts_for(known, "", segment.substr(1, segment.size() - 2));
        path += texts == nullptr || texts->empty() ? "x" : one_of(*texts);
    }
    return path;
}

std::string RandomRequests::query(const Operation& operation, const Known& known) {
    std::string query;
    for (const auto& parameter : parameters_of(operation)) {
        if (below(4) == 0) continue;
        const auto value = scalar(parameter.schema.target(), {"", parameter.name}, known);
        if (value) query += (query.empty() ? "?" : "&") + std::string(parameter.name) + "=" + *value;
    }
    return query;
}

void RandomRequests::add_upload(RandomRequest& request, const Package& first) {
    request.text = request.target + " of " + first.file_name;
    if (request.method == http::Method::put || below(2) == 0) {
        request.body = first.bytes;
        return;
    }
    static constexpr const char* deb_fields[] = {"package", "deb", "deb/contrib"};
    static constexpr const char* rpm_fields[] = {"package", "rpm"};
    std::vector<Package> packages = {first};
    while (below(2) == 0) packages.push_back(package());
    auto form = a_form();
    for (const auto& file : packages) {
        const std::string field = file.format == "deb" ? one_of(deb_fields) : one_of(rpm_fields);
        form.file(field, file.file_name, file.bytes);
        request.text += " " + field + "=" + file.file_name;
    }
    request.body = form.body();
    request.fields = form_fields;
}

/// Few names and versions, so that they meet; architectures that are declared, that are not, and that are none.
RandomRequests::Package RandomRequests::package() {
    static constexpr const char* debs[] = {"amd64", "all", "all", "riscv64", "s390x", "i386", "bogus", "aarch64"};
    static constexpr const char* rpms[] = {"x86_64", "noarch", "noarch", "i686", "riscv64", "src", "arm64"};
    const auto name = "p" + std::to_string(below(4));
    const auto version = std::to_string(1 + below(3));
    const auto salt = std::to_string(below(2));
    if (below(2) == 0) {
        const std::string architecture = one_of(debs);
        return {"deb", name + "_" + version + "_" + architecture + ".deb",
                a_deb(name).version(version).architecture(architecture).field("X-Salt", salt).build()};
    }
    const std::string architecture = one_of(rpms);
    return {"rpm", name + "-" + version + "." + architecture + ".rpm",
            an_rpm(name).version(version).architecture(architecture).summary(salt).bytes()};
}

/// The name of the object itself: in a list it has to be told, else it stands in the path.
Json RandomRequests::object(const Schema& schema, const std::string& within, const Known& known) {
    auto json = Json::object();
    for (const auto& member : schema.members) {
        const bool is_own_name = member.name == "name" && !member.required;
        const bool wanted = is_own_name ? !within.empty() : member.required || below(4) != 0;
        if (!wanted) continue;
        const auto value = this->value(member.schema, {within, member.name}, known);
        if (value) json.add(member.name, *value);
    }
    return json;
}

Json RandomRequests::list(const Schema& element, const Place& place, const Known& known) {
    std::vector<Json> elements;
    for (auto count = 1 + below(2); count > 0; --count) {
        const bool as_object = element.type == Type::digest_or_object && below(2) == 0;
        const auto one = as_object ? object(element.of->target(), joined_place(place.within, place.name), known)
                                   : value(element, place, known).value_or(Json(nullptr));
        if (std::ranges::find(elements, one) == elements.end()) elements.push_back(one);
    }
    return Json::array(elements);
}

std::optional<Json> RandomRequests::value(const Schema& given, const Place& place, const Known& known) {
    const auto& schema = given.target();
    if ((given.nullable || schema.nullable) && below(8) == 0) return Json(nullptr);
    switch (schema.type) {
        case Type::any:
        case Type::map:
        case Type::reference: return std::nullopt;
        case Type::object: return object(schema, joined_place(place.within, place.name), known);
        case Type::list: {
            const auto* texts = texts_for(known, place.within, place.name);
            if (texts != nullptr && texts->empty()) return std::nullopt;
            return list(schema.of->target(), place, known);
        }
        case Type::boolean:
        case Type::integer: {
            const auto rendered = scalar(schema, place, known);
            return rendered ? std::optional(Json::rendered(*rendered)) : std::nullopt;
        }
        case Type::text:
        case Type::digest_or_object: break;
    }
    const auto text = scalar(schema, place, known);
    return text ? std::optional<Json>(*text) : std::nullopt;
}

/// A value of one text, or nothing where the name takes none.
std::optional<std::string> RandomRequests::scalar(const Schema& schema, const Place& place, const Known& known) {
    const auto* texts = texts_for(known, place.within, place.name);
    if (texts != nullptr && texts->empty()) return std::nullopt;
    if (texts != nullptr) return one_of(*texts);
    if (schema.type == Type::boolean) return below(2) == 0 ? "true" : "false";
    if (schema.type == Type::integer)
        return std::to_string((schema.has_least() ? schema.least : 1) + static_cast<std::int64_t>(below(3)));
    if (schema.words.empty()) return "x";
    const auto words = split(schema.words, ' ');
    return std::string(one_of(words));
}

}  // namespace slipway::api
