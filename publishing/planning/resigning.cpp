#include "publishing/planning/resigning.hpp"

#include "publishing/intake/rpm_signing.hpp"
#include "storage/catalog/purges.hpp"

#include <set>

namespace slipway::publishing {
namespace {

// Enough to keep the signing workers busy; bounds what is in memory.
constexpr std::size_t packages_at_once = 4;

// What is published already was taken in under a limit, be it another one than now.
constexpr std::uint64_t most_ever = std::uint64_t{1} << 40;

}  // namespace

/// One package on its way to a new signature.
struct Resigning::Package {
    Sha256 older;
    storage::PackageRow row;
    std::shared_ptr<const ByteSource> file;
    std::optional<FileBytes> bytes;
    std::optional<rpm::RpmPackage> headers;
};

void Resigning::start(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked,
                      Done<Replacements> done) {
    Self self(new Resigning(std::move(parts), std::move(repository), std::move(revoked)));
    self->parts_.cpu.post([self, done = std::move(done)] {
        auto found = self->find_packages();
        if (!found.ok()) return done(std::move(found).error());
        begin(self, done);
    });
}

Result<> Resigning::find_packages() {
    auto tx = TRY(parts_.catalog.read());
    std::set<Sha256> seen;
    const auto look = [&](const index::Entry& entry) -> Result<> {
        if (!seen.insert(entry.key.sha256).second) return {};
        const auto row = TRY(storage::find_package(tx, repository_->settings.id, entry.key.sha256));
        if (row && row->signed_by == revoked_) packages_.push_back(row->sha256);
        return {};
    };
    for (const auto& [name, channel] : repository_->channels) {
        for (const auto& [key, list] : channel.lists) {
            if (repository_->find_distro(key.distro)->format != "rpm") continue;
            Result<> looked;
            TRY(index::visit_entries(parts_.nodes, index::VersionOrder::rpm, list.root, std::nullopt,
                                     [&](const index::Entry& entry) {
                                         looked = look(entry);
                                         return looked.ok() ? index::Visit::next : index::Visit::stop;
                                     }));
            TRY(std::move(looked));
        }
    }
    return {};
}

void Resigning::begin(Self self, Done<Replacements> done) {
    self->chains_ = std::make_shared<Gathering>([self, done = std::move(done)](Result<> result) {
        self->chains_.reset();
        if (!result.ok()) return done(std::move(result).error());
        done(std::move(self->made_));
    });
    const auto chains = self->chains_;
    const auto own = chains->begin();
    for (std::size_t chain = 0; chain < packages_at_once; ++chain)
        self->parts_.cpu.post([self, chain = chains->begin()] { next_in_chain(self, chain); });
    own({});
}

/// The last chain to end ends the gathering, which drops `chains_`.
void Resigning::next_in_chain(const Self& self, const Done<>& chain) {
    if (self->chains_->failed()) return chain({});
    auto opened = self->open_next();
    if (!opened.ok()) return chain(std::move(opened).error());
    if (*opened == nullptr) return chain({});
    sign(self, *opened, chain);
}

/// Whether the package was purged since it was looked up.
Result<bool> Resigning::was_purged(const Sha256& package) const {
    const auto tx = TRY(parts_.catalog.read());
    const auto purges = TRY(storage::find_purges(tx, repository_->settings.id, package));
    return !purges.empty();
}

/// The next package that has no newer signing yet; null after the last one.
Result<Resigning::Shared> Resigning::open_next() {
    auto tx = TRY(parts_.catalog.read());
    while (true) {
        std::size_t mine = 0;
        {
            const std::lock_guard lock(mutex_);
            if (next_ == packages_.size()) return Shared();
            mine = next_++;
        }
        auto package = std::make_shared<Package>();
        package->older = packages_[mine];
        auto row = TRY(storage::find_package(tx, repository_->settings.id, package->older));
        if (!row) continue;  // collected as garbage: no revision has it any more
        const auto newest = TRY(storage::find_package_by_upload(tx, repository_->settings.id, row->uploaded_sha256));
        if (newest && !is_signed_by_revoked(*repository_, *newest)) {
            const std::lock_guard lock(mutex_);
            made_.emplace_back(package->older, newest->sha256);
            continue;
        }
        package->row = std::move(*row);
        if (TRY(parts_.blobs.contains(package->older)) && !TRY(parts_.blobs.is_whole(package->older))) {
            parts_.blobs.note_damaged(package->older);  // its next upload is signed anew
            continue;
        }
        auto file = parts_.blobs.open_blob(package->older);
        if (!file.ok() && TRY(was_purged(package->older))) continue;
        package->file = TRY(std::move(file));
        package->bytes = TRY(FileBytes::of(package->file->descriptor()));
        package->headers = TRY(rpm::read_rpm(*package->bytes, rpm::VerifyDigests::no));
        return package;
    }
}

void Resigning::sign(const Self& self, const Shared& package, const Done<>& chain) {
    const auto made = [self, package, chain](Result<rpm::Signatures> signatures) {
        if (!signatures.ok())
            return chain(std::move(signatures).error().during("signing " + package->row.file_name + " anew"));
        self->parts_.cpu.post([self, package, made = std::move(signatures).release(), chain] {
            write_and_keep(self, package, made, chain);
        });
    };
    request_signatures(self->parts_.signers, self->repository_->settings.name, self->key(), *package->bytes,
                       *package->headers, made);
}

void Resigning::write_and_keep(const Self& self, const Shared& package, const rpm::Signatures& signatures,
                               const Done<>& chain) {
    auto& row = package->row;
    const auto write = [&]() -> Result<> {
        auto upload = TRY(write_signed(self->parts_.blobs, *package->bytes, *package->headers, signatures,
                                       self->key().fingerprint, row, {most_ever, *self->memory_.share()}));
        return self->parts_.blobs.commit({&upload, 1});
    };
    if (auto written = write(); !written.ok()) return chain(std::move(written));
    row.id = 0;  // a package of its own, made from the same uploaded bytes
    const Sha256 newer = row.sha256;
    self->parts_.keep(std::move(row), [self, package, newer, chain](Result<> kept) {
        if (!kept.ok()) return chain(std::move(kept));
        {
            const std::lock_guard lock(self->mutex_);
            self->made_.emplace_back(package->older, newer);
        }
        self->parts_.cpu.post([self, chain] { next_in_chain(self, chain); });
    });
}

}  // namespace slipway::publishing
