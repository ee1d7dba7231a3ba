#pragma once

#include "publishing/content/package_reader.hpp"
#include "publishing/planning/facts.hpp"

namespace slipway::publishing {

/// Reads the packages of a plan in the making: those that it stores, and those that are stored already.
class PlannedPackages final : public PackageReader {
public:
    PlannedPackages(const PendingPackages& pending, const Facts& facts) : pending_(pending), facts_(facts) {}

    Result<SharedPackage> read(const Sha256& sha256) const override;

private:
    const PendingPackages& pending_;
    const Facts& facts_;
};

}  // namespace slipway::publishing
