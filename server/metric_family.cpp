#include "server/metric_family.hpp"

#include <prometheus/text_serializer.h>

namespace slipway::server {

std::string render(const MetricPage& page) { return prometheus::TextSerializer().Serialize(page); }

}  // namespace slipway::server
