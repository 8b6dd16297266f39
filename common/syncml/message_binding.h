// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/syncml/binding.h"
#include "common/syncml/message.h"

namespace pim::syncml {

/// A message while it is read; what must stand exactly once is counted.
struct MessageDocument {
  Message message;
  int roots = 0;
  int headers = 0;
  int bodies = 0;
};

/// Where a message document goes; for Binder.
Slot bind(MessageDocument& document);

}  // namespace pim::syncml
