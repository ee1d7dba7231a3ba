#include "repo-format/yum/primary_xml.hpp"

#include "base/percent_encoding.hpp"
#include "repo-format/yum/dependencies.hpp"
#include "repo-format/yum/package_elements.hpp"

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;
namespace sigtag = rpm::sigtag;

std::uint64_t installed_size(const rpm::Header& main) {
    return main.number(tag::long_size).value_or(main.number(tag::size).value_or(0));
}

/// The size of the payload unpacked. rpm 4 notes it in the signature header, rpm 3 sometimes in the main one, rpm 6
/// in the main one under a new tag, which createrepo_c does not look at.
std::uint64_t archive_size(const rpm::RpmPackage& package) {
    if (package.format == 6) return package.main.number(tag::payload_size_alt).value_or(0);
    for (const rpm::Tag tag : {sigtag::long_archive_size, sigtag::payload_size})
        if (const auto size = package.signature.number(tag)) return *size;
    return package.main.number(tag::archive_size).value_or(0);
}

/// What rpm shows of a package that tells neither its source nor that it is one.
std::string_view source_rpm(const rpm::RpmPackage& package) {
    const rpm::Header& main = package.main;
    const bool tells = package.is_source || main.has(tag::source_rpm) || main.has(tag::source_package);
    return tells ? main.text(tag::source_rpm) : "(none)";
}

/// A URL reference whose path holds these bytes. '^' and '~' of versions stay as they are, as in every repository
/// made by createrepo_c: dnf names its cached files by them.
std::string url_of(std::string_view path) { return percent_encode(path, "/+^:@!$&'()*,;="); }

void write_description(XmlWriter& xml, const rpm::RpmPackage& package, const Placement& placement) {
    const rpm::Header& main = package.main;
    xml.element("name", package.name).element("arch", package.architecture);
    write_version(xml, package);
    xml.element("checksum", {{"type", "sha256"}, {"pkgid", "YES"}}, placement.sha256.hex());
    xml.element("summary", main.text(tag::summary)).element("description", main.text(tag::description));
    xml.element("packager", main.text(tag::packager)).element("url", main.text(tag::url));
    const std::string built = std::to_string(main.number(tag::build_time).value_or(0));
    xml.element("time", {{"file", built}, {"build", built}});
    xml.element("size", {{"package", std::to_string(placement.size)},
                         {"installed", std::to_string(installed_size(main))},
                         {"archive", std::to_string(archive_size(package))}});
    xml.element("location", {{"href", url_of(placement.location)}});
}

void write_dependencies(XmlWriter& xml, const DependencyList& list) {
    if (list.entries.empty()) return;
    xml.open(list.element);
    for (const Dependency& entry : list.entries) {
        if (entry.name.empty()) continue;
        XmlAttributes attributes{{"name", entry.name}};
        if (!entry.flags.empty()) {
            attributes.emplace_back("flags", entry.flags);
            if (!entry.epoch.empty()) attributes.emplace_back("epoch", entry.epoch);
            if (!entry.version.empty()) attributes.emplace_back("ver", entry.version);
            if (!entry.release.empty()) attributes.emplace_back("rel", entry.release);
        }
        if (entry.pre) attributes.emplace_back("pre", "1");
        xml.element("rpm:entry", attributes);
    }
    xml.close();
}

void write_format(XmlWriter& xml, const rpm::RpmPackage& package, const std::vector<PackageFile>& files) {
    const rpm::Header& main = package.main;
    xml.open("format");
    xml.element("rpm:license", main.text(tag::license)).element("rpm:vendor", main.text(tag::vendor));
    xml.element("rpm:group", main.text(tag::group)).element("rpm:buildhost", main.text(tag::build_host));
    xml.element("rpm:sourcerpm", source_rpm(package));
    xml.element("rpm:header-range",
                {{"start", std::to_string(package.header_start)}, {"end", std::to_string(package.header_end)}});
    for (const auto& list : dependencies_of(package, files)) write_dependencies(xml, list);
    for (const auto& file : files)
        if (is_primary(file.path)) write_file(xml, file);
    xml.close();
}

}  // namespace

std::string primary_xml(const rpm::RpmPackage& package, const Placement& placement,
                        const std::vector<PackageFile>& files) {
    XmlWriter xml;
    xml.open("package", {{"type", "rpm"}});
    write_description(xml, package, placement);
    write_format(xml, package, files);
    xml.close();
    return std::move(xml).release();
}

}  // namespace slipway::yum
