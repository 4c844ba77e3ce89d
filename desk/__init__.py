"""What a person does: one public function is one permission, one transaction, one audit trail."""
