#include "publishing/fsck/entry_point_checks.hpp"

#include "base/text.hpp"
#include "publishing/publisher/loading.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/verifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

constexpr const char* published_next = "; the next publication of the channel does";

using Lines = std::set<std::string>;
using Files = std::vector<storage::IndexFileRow>;

/// What a Release file lists: "{digest} {size} {path}".
Lines listed_in_release(std::string_view release) {
    Lines lines;
    const auto begin = release.find("\nSHA256:\n");
    if (begin == release.npos) return lines;
    for (const auto line : split(release.substr(begin + 9), '\n')) {
        if (!line.starts_with(' ')) break;
        std::vector<std::string> words;
        for (const auto word : split(line, ' '))
            if (!word.empty()) words.emplace_back(word);
        lines.insert(join(words, " "));
    }
    return lines;
}

Lines expected_in_release(const Files& files, const storage::EntryPointRow& entry_point) {
    Lines lines;
    for (const auto& file : files) {
        if (file.index.distro != entry_point.distro || !check_kind(file.index).ok()) continue;
        const auto path =
            kind_of(file.index)
                .path({file.index.component, file.index.architecture, {file.document, file.form}, file.sha256});
        lines.insert(fmt::format("{} {} {}", file.sha256.hex(), file.size, path));
    }
    return lines;
}

/// The texts of every `<name …>text</name>`.
Lines elements_of(std::string_view xml, const std::string& name) {
    Lines texts;
    const std::string open = "<" + name + " ";
    const std::string close = "</" + name + ">";
    for (auto at = xml.find(open); at != xml.npos; at = xml.find(open, at + 1)) {
        const auto begin = xml.find('>', at);
        const auto end = xml.find(close, at);
        if (begin != xml.npos && end != xml.npos && begin < end) texts.emplace(xml.substr(begin + 1, end - begin - 1));
    }
    return texts;
}

bool repomd_lists(std::string_view repomd, const Files& files, const storage::EntryPointRow& entry_point) {
    Lines packed;
    Lines open;
    for (const auto& file : files)
        if (file.index.distro == entry_point.distro && file.index.architecture == entry_point.architecture)
            (file.form == Form::plain ? open : packed).insert(file.sha256.hex());
    return elements_of(repomd, "checksum") == packed && elements_of(repomd, "open-checksum") == open;
}

/// Checks that each of `signers` has made a signature. Faults: corrupt, naming the keys whose signature is missing.
Result<> check_signers(signing::Verifier& verifier, const std::string& trusted, std::string_view data,
                       std::string_view signature, const std::vector<std::string>& signers) {
    const auto good = TRY(verifier.verify(trusted, data, signature));
    for (const auto& signer : signers)
        if (std::ranges::find(good, signer) == good.end())
            return Error(Fault::corrupt, "there is no signature by key " + signer);
    return {};
}

/// The text of a clear-signed message stands behind its first empty line; no line of a Release begins with a dash.
bool is_clear_signed_text(std::string_view message, std::string_view text) {
    const auto begin = message.find("\n\n");
    return begin != message.npos && message.substr(begin + 2).starts_with(text);
}

struct Place {
    std::string name;
    const storage::DistroRow& distro;
    const signing::Keyring& keyring;
    signing::Verifier& verifier;
};

Result<> note(Result<> checked, const std::string& what, storage::Findings& findings) {
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    findings.damage("signature", what + ": " + checked.error().message());
    return {};
}

Result<> check_release(const Place& place, const Files& files, const storage::EntryPointRow& row,
                       storage::Findings& findings) {
    if (listed_in_release(row.content) != expected_in_release(files, row))
        findings.damage("release", place.name + ": Release does not list the current index files" + published_next);
    if (!is_clear_signed_text(row.signed_content, row.content))
        findings.damage("release", place.name + ": InRelease has another text than Release");
    const auto trusted = signing::apt_trusted(place.keyring);
    const auto signers = signing::apt_signers(place.keyring);
    TRY(note(check_signers(place.verifier, trusted, "", row.signed_content, signers), place.name + ": InRelease",
             findings));
    if (row.detached.empty()) return {};  // made a moment after the publication, or at the next start
    return note(check_signers(place.verifier, trusted, row.content, row.detached, signers),
                place.name + ": Release.gpg", findings);
}

Result<> check_repomd(const Place& place, const Files& files, const storage::EntryPointRow& row,
                      storage::Findings& findings) {
    if (!repomd_lists(row.content, files, row))
        findings.damage("repomd", place.name + ": repomd.xml does not list the current index files" + published_next);
    const auto* active = signing::active_key(place.keyring);
    const auto checked =
        check_signers(place.verifier, active->key.armored, row.content, row.signed_content, {active->key.fingerprint});
    return note(checked, place.name + ": repomd.xml.asc", findings);
}

/// The architectures of a distro's entry points: of deb the one that has none, of rpm every basearch that the distro
/// declares or the channel has an index of.
std::set<std::string> entry_points_of(const storage::DistroRow& distro, const Files& files) {
    if (has_release(distro)) return {""};
    std::set<std::string> basearches(distro.architectures.begin(), distro.architectures.end());
    for (const auto& file : files)
        if (file.index.distro == distro.id && lists_packages(file.index)) basearches.insert(file.index.architecture);
    return basearches;
}

Result<> check_channel(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                       const storage::ChannelRow& channel, const signing::Keyring& keyring, signing::Verifier& verifier,
                       storage::Findings& findings) {
    const auto files = TRY(storage::current_index_files(tx, channel.id));
    const auto rows = TRY(storage::entry_points(tx, channel.id));
    for (const auto& distro : repository.distros) {
        for (const auto& architecture : entry_points_of(distro, files)) {
            const Place place{fmt::format("{}/{}, {}{}{}", repository.name, channel.name, distro.name,
                                          architecture.empty() ? "" : " ", architecture),
                              distro, keyring, verifier};
            const auto row = std::ranges::find_if(
                rows, [&](const auto& r) { return r.distro == distro.id && r.architecture == architecture; });
            if (row == rows.end()) {
                findings.damage("release", place.name + " was never published");
                continue;
            }
            if (!row->is_whole)
                findings.damage("release", place.name + " is not what was stored; the next start signs it again");
            TRY(has_release(distro) ? check_release(place, files, *row, findings)
                                    : check_repomd(place, files, *row, findings));
        }
    }
    return {};
}

}  // namespace

Result<> check_entry_points(const storage::ReadTransaction& tx, storage::Findings& findings) {
    signing::Verifier verifier;
    for (const auto& repository : TRY(storage::all_repositories(tx))) {
        const auto keyring = load_keyring(tx, repository.id);
        if (!keyring.ok() || signing::active_key(*keyring) == nullptr) {
            findings.damage("keys", repository.name + " has no active signing key");
            continue;  // there is nothing to check signatures with
        }
        for (const auto& channel : repository.channels)
            TRY(check_channel(tx, repository, channel, *keyring, verifier, findings));
    }
    return {};
}

}  // namespace slipway::publishing
